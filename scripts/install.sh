#!/usr/bin/env bash
# 安装年报，不需要网络：  ./install.sh [安装目录]     默认 /opt/nianbao
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-/opt/nianbao}
read -r machine version <"$here/TARGET"

stop() { echo "没有安装：$1" >&2; exit 1; }

[ "$(uname -m)" = "$machine" ] || stop "这个安装包是给 $machine 的，本机是 $(uname -m)，请换对应的安装包。"
python=$(command -v "python$version") || python=$(command -v python3) || stop "请先安装 Python $version。"
found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
[ "$found" = "$version" ] || stop "需要 Python $version，本机是 $found，请换对应的安装包或先安装 Python $version。"
(cd "$here" && sha256sum --quiet -c SHA256SUMS) || stop "安装包不完整，请重新拷贝。"
mkdir -p "$target" 2>/dev/null && [ -w "$target" ] || stop "不能写入 $target，请换一个目录或用管理员身份运行。"

"$python" -m venv "$target"
"$target/bin/pip" install -q --disable-pip-version-check --no-index --find-links "$here/wheels" nianbao
cat <<MESSAGE
已安装到 $target
  启动：      $target/bin/nianbao serve
  开机自启：  见 nianbao.service
MESSAGE
