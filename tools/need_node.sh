#!/bin/sh
# Say what to install when Node is missing.
if ! command -v npm >/dev/null 2>&1; then
  echo "需要 Node.js 18 以上（含 npm）来取浏览器资源。Debian/Ubuntu 请执行：apt-get install nodejs npm" >&2
  exit 1
fi
