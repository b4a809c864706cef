#!/bin/sh
# Install Java for Apache Spark where that is possible; without it its tests are skipped.
if command -v java >/dev/null 2>&1; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "· Java"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless >/dev/null && exit 0
fi
echo "没有 Java，Spark 引擎不可用，有关测试将跳过。Debian/Ubuntu 可执行：sudo apt-get install openjdk-17-jre-headless" >&2
exit 0
