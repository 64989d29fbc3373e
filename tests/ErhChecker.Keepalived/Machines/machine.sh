#!/bin/sh
# PID 1 of a machine: unshare has given it processes, mounts, a network and a host name of its own.
#
#     machine.sh NAME [SOURCE TARGET]...
#
# Shows each SOURCE at TARGET below /run, makes everything that a test may write to its own and in memory, says `ready`
# and waits until standard input is closed: when the test closes it, or is gone, however it ended. With PID 1 the kernel
# ends every process of the machine, and with them go its mounts and its network.
set -eu
umask 022

hostname "$1"
name=$1
shift

# strictatime: every read of a file shows in its access time. The tests count checks by it.
mount -t tmpfs -o mode=755,strictatime machine /run
while [ $# -gt 0 ]; do
  mkdir -p "$2"
  mount --bind "$1" "$2"
  shift 2
done

mkdir /run/own /run/own/etc /run/own/home /run/own/log /run/own/opt /run/own/usr /run/own/lib /run/own/cache /run/own/work /run/own/work/usr /run/own/work/lib /run/own/work/cache /run/tmp
cp -a /etc/. /run/own/etc
mount --bind /run/own/etc /etc
mount --bind /run/own/home /home
mount --bind /run/own/log /var/log
mount --bind /run/own/opt /opt
# What is installed outside is seen; what a test installs is its own.
mount -t overlay machine -o lowerdir=/usr,upperdir=/run/own/usr,workdir=/run/own/work/usr /usr
mount -t overlay machine -o lowerdir=/var/lib,upperdir=/run/own/lib,workdir=/run/own/work/lib /var/lib
mount -t overlay machine -o lowerdir=/var/cache,upperdir=/run/own/cache,workdir=/run/own/work/cache /var/cache

# Users and what sudo allows them are the samples' alone: the host may have a user ziggy, with rights of its own.
rm -rf /etc/sub[ug]id* /etc/*shadow* /etc/sudoers.d /etc/keepalived
printf '%s\n' 'root:x:0:0:root:/root:/bin/sh' 'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin' >/etc/passwd
printf '%s\n' 'root:x:0:' 'nogroup:x:65534:' >/etc/group
printf '%s\n' 'root:*:1::::::' 'nobody:*:1::::::' >/etc/shadow
printf '%s\n' 'passwd: files' 'group: files' 'shadow: files' 'hosts: files dns' >/etc/nsswitch.conf
printf '%s\n' 'root ALL=(ALL:ALL) ALL' '@includedir /etc/sudoers.d' >/etc/sudoers
chmod 0440 /etc/sudoers
mkdir -m 0750 /etc/sudoers.d
mkdir /etc/keepalived

# No name is asked of the network outside; sudo looks its own host's up.
rm -f /etc/resolv.conf /etc/hosts
: >/etc/resolv.conf
printf '127.0.0.1 localhost\n127.0.1.1 %s\n' "$name" >/etc/hosts

ip link set lo up

echo ready
exec cat >/dev/null
