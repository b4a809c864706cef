#!/bin/sh
# Say what to install when Python is too old or lacks venv.
"$1" - <<'PY' || exit 1
import sys
if not (3, 11) <= sys.version_info[:2] < (3, 14):
    sys.exit(f"需要 Python 3.11 至 3.13，当前为 {sys.version.split()[0]}。请安装后用 make PYTHON=python3.11 重试。")
try:
    import ensurepip, venv
except ImportError:
    sys.exit("缺少 Python 的 venv 模块。Debian/Ubuntu 请执行：apt-get install python3-venv")
PY
