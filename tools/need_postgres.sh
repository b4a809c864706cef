#!/bin/sh
# Install PostgreSQL for the tests that run on it where that is possible; without it they are skipped.
if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "· PostgreSQL"
  export DEBIAN_FRONTEND=noninteractive
  # No cluster of the system's own: the tests start one in a temporary folder.
  mkdir -p /etc/postgresql-common/createcluster.d
  echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.d/zhiqiang-tests.conf
  apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends postgresql >/dev/null && exit 0
fi
echo "没有 PostgreSQL，有关测试将跳过。Debian/Ubuntu 可执行：sudo apt-get install postgresql" >&2
exit 0
