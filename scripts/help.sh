#!/bin/sh
# List the doors.
cat <<'TEXT'
make run     安装、建库、装入演示数据并启动，打开 http://127.0.0.1:8000   install, set up, load the demo, serve
make test    安装测试所需（含浏览器）并运行全部测试                       install what the tests need, run them all
make check   提交前检查：代码规范、类型、导入方向                         lint, types, direction of imports
make cover   规则函数（panel/*/*rules.py）的分支覆盖率须为 100%            branch coverage of the rules
make bench   运行性能基准                                                 run the benchmarks

make test ARGS="tests/unit -k majority"   只运行一部分测试   run a part
make run PORT=8001                        换一个端口         use another port
make run PYTHON=python3.12                换一个 Python      use another Python (3.11 or later)
TEXT
