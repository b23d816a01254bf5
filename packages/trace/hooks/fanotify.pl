#!/usr/bin/perl
# Records which files of a file system are executed, read, opened and written, for @coppice/trace.
#
#   perl fanotify.pl ROOT >run.jsonl
#
# ROOT is the image's root as this system sees it, such as /proc/PID/root of a process in the container. It needs root
# and Linux 5.0; Debian's perl-base is enough. End it with SIGTERM or SIGINT: it writes what is still queued, and that it
# ended. --check only says whether it can. All of the file system that holds ROOT is watched; what lies elsewhere on it is left out.
use strict;
use warnings;
use POSIX ();

my %calls = (x86_64 => [300, 301], ppc64le => [323, 324], s390x => [332, 333]);
my ($initCall, $markCall) = @{ $calls{ (POSIX::uname())[4] } || [262, 263] };

# Of linux/fanotify.h.
my ($FAN_CLOEXEC, $FAN_NONBLOCK, $FAN_UNLIMITED_QUEUE, $FAN_UNLIMITED_MARKS) = (0x1, 0x2, 0x10, 0x20);
my ($FAN_MARK_ADD, $FAN_MARK_IGNORED_MASK, $FAN_MARK_IGNORED_SURV_MODIFY) = (0x1, 0x20, 0x40);
my $FAN_MARK_FILESYSTEM = 0x100;
my ($FAN_ACCESS, $FAN_MODIFY, $FAN_CLOSE_WRITE, $FAN_OPEN) = (0x1, 0x2, 0x8, 0x20);
my ($FAN_OPEN_EXEC, $FAN_Q_OVERFLOW) = (0x1000, 0x4000);
my $AT_FDCWD = -100;
my $O_CLOEXEC = 02000000;

# Repetitions of one use by one process after which the kernel is asked to say no more of it.
my $REPETITIONS = 1000;
# Uses that are kept to tell new ones from repeated ones.
my $KEPT = 200_000;

my $check = @ARGV == 2 && $ARGV[0] eq '--check' && shift @ARGV;
my ($root) = @ARGV;
die "usage: perl fanotify.pl [--check] ROOT >LOG\n" unless @ARGV == 1 && $root =~ m{^/};
$root =~ s{/+\z}{};

my $queue = syscall($initCall, $FAN_CLOEXEC | $FAN_NONBLOCK | $FAN_UNLIMITED_QUEUE | $FAN_UNLIMITED_MARKS, $O_CLOEXEC);
die "fanotify_init: $!; run it as root\n" if $queue < 0;
my $wanted = $FAN_ACCESS | $FAN_MODIFY | $FAN_CLOSE_WRITE | $FAN_OPEN | $FAN_OPEN_EXEC;
my $marked = syscall($markCall, $queue, $FAN_MARK_ADD | $FAN_MARK_FILESYSTEM, $wanted, $AT_FDCWD, my $place = "$root/");
die "fanotify_mark $root: $!; it needs Linux 5.0 and a root that is there\n" if $marked < 0;
exit 0 if $check;
open(my $events, '<&=', $queue) or die "fanotify: $!\n";

# On a file system of its own every file is of the image, by whatever mount it is used.
my @here = stat "$root/.";
my @above = stat "$root/..";
my $own = $here[0] != $above[0] || $root eq '' || $root =~ m{^/proc/[0-9]+/root\z} ? 'true' : 'false';

# Whether /proc numbers processes as the kernel does for this one.
my $numbered = (readlink('/proc/self') || '') eq $$;

my $ending = 0;
$SIG{TERM} = $SIG{INT} = sub { $ending = 1 };

my %seen;
my $kept = 0;
my $out = '';
$out .= sprintf qq({"fanotify":1,"time":%d,"root":%s,"own":%s}\n), time, quote($root eq '' ? '/' : $root), $own;
hand();

while (1) {
  my $stopping = $ending;
  my $ready = '';
  vec($ready, $queue, 1) = 1;
  select($ready, undef, undef, 0.2) unless $stopping;
  my $length = sysread($events, my $buffer, 65536);
  if (!defined $length) {
    if ($!{EAGAIN}) { last if $stopping }
    # The kernel could not open the file of an event, and dropped it.
    elsif (!$!{EINTR}) { $out .= qq({"dropped":1}\n) }
  } else {
    take($buffer);
  }
  hand();
}
$out .= sprintf qq({"ended":%d}\n), time;
hand();

sub take {
  my ($buffer) = @_;
  my $time = time;
  for (my $at = 0; $at + 24 <= length $buffer;) {
    my ($size, undef, undef, undef, $mask, $file, $pid) = unpack 'L C C S Q l l', substr($buffer, $at, 24);
    last if $size < 24;
    $at += $size;
    if ($file < 0) {
      $out .= qq({"dropped":1}\n);
      next;
    }
    my $path = readlink "/proc/self/fd/$file";
    if (!defined $path) {
      $out .= qq({"dropped":1}\n);
    } elsif ($pid != $$) {
      # So the kernel says that a file was removed since.
      $path = $1 if $path =~ /\A(.*) \(deleted\)\z/s && !lstat $path;
      note($time, $pid, $mask, $path, $file);
    }
    POSIX::close($file);
  }
}

sub note {
  my ($time, $pid, $mask, $path, $file) = @_;
  return if $own eq 'false' && index($path, "$root/") != 0;
  my $exec = $mask & $FAN_OPEN_EXEC;
  my $parent;
  if (!$seen{$pid}) {
    $seen{$pid} = {};
    $parent = parentOf($pid);
  }
  # What a process does after it became another program is told anew.
  $seen{$pid} = {} if $exec;
  my $known = $seen{$pid}{$path} || 0;
  my $new = $mask & ~$known;
  if (!$new) {
    silence($file) if ($seen{$pid}{"\0$path"} += 1) == $REPETITIONS;
    return;
  }
  $seen{$pid}{$path} = $known | $mask;
  if (++$kept > $KEPT) {
    %seen = ();
    $kept = 0;
  }
  my @did;
  push @did, 'exec' if $exec;
  push @did, 'read' if $new & $FAN_ACCESS;
  push @did, 'write' if $new & ($FAN_MODIFY | $FAN_CLOSE_WRITE);
  push @did, 'open' if $new & $FAN_OPEN;
  $out .= sprintf qq({"time":%d,"pid":%d,%s"did":"%s","path":%s}\n), $time, $pid,
    defined $parent ? qq("parent":$parent,) : '', join(' ', @did), quote($path);
}

# Reading and writing go on unseen; whoever opens the file is still seen.
sub silence {
  my ($file) = @_;
  my $flags = $FAN_MARK_ADD | $FAN_MARK_IGNORED_MASK | $FAN_MARK_IGNORED_SURV_MODIFY;
  syscall($markCall, $queue, $flags, $FAN_ACCESS | $FAN_MODIFY, $AT_FDCWD, my $place = "/proc/self/fd/$file");
}

sub parentOf {
  my ($pid) = @_;
  return undef unless $numbered;
  open(my $stat, '<', "/proc/$pid/stat") or return undef;
  my $line = <$stat>;
  return defined $line && $line =~ /^.*\) \S (\d+)/s ? $1 : undef;
}

# Bytes that are not ASCII stay as they are.
sub quote {
  my ($text) = @_;
  $text =~ s/(["\\])/\\$1/g;
  $text =~ s/([\x00-\x1f])/sprintf '\\u%04x', ord $1/ge;
  return qq("$text");
}

sub hand {
  while (length $out) {
    my $written = syswrite(STDOUT, $out);
    if (defined $written) { substr($out, 0, $written) = '' }
    elsif (!$!{EINTR}) { die "cannot write: $!\n" }
  }
}
