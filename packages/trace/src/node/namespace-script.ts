/** Where the namespace shows what it is given: neutral names, so that a log holds no path of this system. */
export const places = {
  root: "/mnt/rootfs",
  results: "/mnt/results",
  /** Below the image's root. */
  hooks: "/.coppice/hooks",
  hookLogs: "/.coppice/logs",
} as const;

/** Names of the files among the results. */
export const results = {
  strace: "strace.log",
  bpftrace: "bpftrace.json",
  fanotify: "fanotify.jsonl",
  script: "fanotify.pl",
  exercise: "exercise.sh",
  output: "output.log",
  exerciseOutput: "exercise.log",
  status: "status",
  times: "times",
  hooks: "hooks",
  hookLogs: "hook-logs",
} as const;

/**
 * Runs a workload in the namespace. Arguments: work folder, root, results, seconds, seconds to stop, stop signal, whether
 * to record with fanotify, working directory, then the command. Names are resolved before `/mnt` is covered.
 *
 * Of the times that it leaves, the first are those before the workload, the last those after it, and those between are of
 * what is not the workload's.
 */
export const namespaceScript: string = `
set -eu
work=$1 root=$2 results=$3 seconds=$4 patience=$5 signal=$6 fanotify=$7 cwd=$8
shift 8
mount -t tmpfs -o mode=755 coppice "$work"
mkdir "$work/image" "$work/changes" "$work/scratch" "$work/rootfs" "$work/results"
mount --bind "$root" "$work/image"
mount --bind "$results" "$work/results"
mount --rbind "$work" /mnt
cd /mnt
# The image's folder is not changed.
mount -t overlay -o lowerdir=image,upperdir=changes,workdir=scratch coppice rootfs 2>/dev/null ||
  cp -a --one-file-system image/. rootfs
# A link would lead out of the image.
for folder in proc sys dev; do
  if [ -L rootfs/$folder ]; then echo "the image has a link at /$folder" >&2; exit 1; fi
  mkdir -p rootfs/$folder
done
[ -e rootfs/tmp ] || [ -L rootfs/tmp ] || mkdir -m 1777 rootfs/tmp
mount -t proc proc rootfs/proc
mount -t sysfs -o ro sysfs rootfs/sys 2>/dev/null || :
mount -t tmpfs -o mode=755 tmpfs rootfs/dev
mkdir -m 1777 rootfs/dev/shm
mkdir rootfs/dev/pts
mount -t devpts -o newinstance,ptmxmode=0666 devpts rootfs/dev/pts 2>/dev/null || :
for device in null zero full random urandom tty; do
  : >rootfs/dev/$device
  mount --bind /dev/$device rootfs/dev/$device
done
ln -s pts/ptmx rootfs/dev/ptmx
ln -s /proc/self/fd rootfs/dev/fd
ln -s /proc/self/fd/0 rootfs/dev/stdin
ln -s /proc/self/fd/1 rootfs/dev/stdout
ln -s /proc/self/fd/2 rootfs/dev/stderr
# As runtimes of containers do; not beyond a link, which may lead out of the image.
(
  set -f
  cd rootfs
  IFS=/
  for name in $cwd; do
    [ -n "$name" ] || continue
    [ -L "$name" ] && break
    [ -d "$name" ] || mkdir -m 755 -- "$name"
    cd "./$name"
  done
)
if [ -d results/${results.hooks} ]; then
  if [ -e rootfs/.coppice ] || [ -L rootfs/.coppice ]; then echo "the image has a file /.coppice" >&2; exit 1; fi
  mkdir -p rootfs${places.hooks} rootfs${places.hookLogs}
  chmod 1777 results/${results.hookLogs}
  mount --bind results/${results.hooks} rootfs${places.hooks}
  mount --bind results/${results.hookLogs} rootfs${places.hookLogs}
fi
# SIOCSIFFLAGS with IFF_UP and IFF_RUNNING, where nothing else is installed.
ip link set lo up 2>/dev/null || ifconfig lo up 2>/dev/null ||
  perl -e 'use Socket; socket(S, AF_INET, SOCK_DGRAM, 0); ioctl(S, 0x8914, my $r = pack("a16 s x22", "lo", 0x41)) or die'

listener=
if [ "$fanotify" = yes ]; then
  perl results/${results.script} ${places.root} >results/${results.fanotify} 2>results/fanotify.err &
  listener=$!
  while ! [ -s results/${results.fanotify} ]; do
    if ! [ -e /proc/$listener/exe ]; then cat results/fanotify.err >&2; exit 1; fi
    sleep 0.02
  done
fi

# Those that have the image's root.
living() {
  for folder in /proc/[0-9]*; do
    if [ "$(readlink $folder/root)" = ${places.root} ] && [ -e $folder/exe ]; then echo "\${folder#/proc/}"; fi
  done
}
# A process that ended and was not waited for has no program.
runs() { [ -e /proc/$1/exe ]; }
wait_until_gone() (
  for _ in $(seq $(($2 * 20))); do
    runs "$1" || break
    sleep 0.05
  done
  times >>results/${results.times}
)

times >results/${results.times}
began=$(date +%s.%N)
"$@" </dev/null >results/${results.output} 2>&1 &
job=$!
for _ in $(seq 200); do
  [ -s pid ] && break
  runs $job || break
  sleep 0.05
done
main=$(cat pid 2>/dev/null || echo $job)
exercised=
if [ -e results/${results.exercise} ]; then
  exercised=0
  (
    code=0
    COPPICE_ROOT=${places.root} timeout -k 5 "$seconds" sh results/${results.exercise} >results/${results.exerciseOutput} 2>&1 </dev/null || code=$?
    times >>results/${results.times}
    exit $code
  ) || exercised=$?
else
  wait_until_gone "$main" "$seconds"
fi
stopped=no
if runs "$main"; then
  stopped=yes
  kill -s "$signal" "$main" 2>/dev/null || :
  wait_until_gone "$main" "$patience"
fi
ended=$(date +%s.%N)
for _ in 1 2 3; do
  for process in $(living); do kill -s KILL $process 2>/dev/null || :; done
done
status=0
wait $job || status=$?
if [ -n "$listener" ]; then
  kill -s TERM $listener
  wait $listener || :
fi
times >>results/${results.times}
echo "$began $ended $status $stopped $exercised" >results/${results.status}
`;
