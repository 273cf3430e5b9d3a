#!/bin/sh
# Ends processes and removes a folder once whoever started this script is gone, in whatever way it went:
# the script reads its standard input, which the system closes even for a process that was killed.
#
# usage: keeper.sh FOLDER
#   "+ PID" on standard input: this process is ours to end; "- PID": it has ended by itself.
pids=' '
while read -r sign pid; do
  case $sign in
    +) pids="$pids$pid " ;;
    -) pids="${pids%%" $pid "*} ${pids#*" $pid "}" ;;
  esac
done

for pid in $pids; do kill -9 "$pid" 2>/dev/null; done
# What has just been killed may still finish writing a file.
tries=0
until rm -rf "$1" 2>/dev/null || [ "$tries" -ge 50 ]; do
  tries=$((tries + 1))
  sleep 0.1
done
