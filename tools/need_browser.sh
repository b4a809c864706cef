#!/bin/sh
# Install Chromium and Chinese fonts for the browser tests where that is possible, else say how.
fonts() { fc-list :lang=zh-cn 2>/dev/null | grep -q .; }
browser() { command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1; }
if browser && fonts; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "· Chromium and Chinese fonts"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends \
    chromium fonts-noto-cjk fontconfig >/dev/null && exit 0
fi
echo "浏览器测试需要 Chromium 与中文字体。Debian/Ubuntu 请执行：sudo apt-get install chromium fonts-noto-cjk" >&2
exit 1
