/** Something that is done with files in ways that are hard to follow. */
export interface Workload {
  readonly name: string;
  /** For dash, in an empty folder. */
  readonly script: string;
  /** Folder in it that becomes the root. */
  readonly root?: string;
}

/** Workloads of programs that every Debian with a compiler has; what is missing makes them do less. */
export const workloads: readonly Workload[] = [
  {
    name: "shell with cd, find and tar",
    script: `mkdir -p a/b/c; echo 1 >a/b/c/x; cd a; (cd b; cat c/x); find . -type f >list; cd ..
      tar -cf t.tar -C a b; mkdir out; tar -xf t.tar -C out; cd out/b/c; cat ./../c/x; cd -; ls -R . >all; cp -r a copy`,
  },
  {
    name: "folders behind links",
    script: `mkdir -p real/deep/er other; echo 1 >real/side; echo 2 >other/x; echo 3 >real/deep/er/y; ln -s real/deep lnk
      ln -s ../../other real/deep/out; cd lnk; cat er/y; cat ../side; cat out/x; cd -P ..; cat side; cd ../lnk/er
      cat ../../side; cd -P ../out/..; cat other/x; cat real/../lnk/../side; rm lnk real/deep/out`,
  },
  {
    name: "links made, moved and replaced at run time",
    script: `mkdir v1 v2; echo 1 >v1/f; echo 2 >v2/f; ln -s v1 current; cat current/f; ln -s v2 next; mv -T next current
      cat current/f; mkdir current/sub; cd current; echo 3 >sub/g; mv sub moved; cat moved/g; cd moved; mv ../moved ../again
      cat g; echo 4 >h; cd ..; cat again/h; cd ..; ln -s loop loop; cat loop; rm loop; mv v2 v3; cat v3/f; ln v3/f hard
      cat hard; rm current; mkdir current; echo 5 >current/f; cat current/f; ln -s "$PWD/v3" abs; cat abs/again/../f; rm abs`,
  },
  {
    name: "Python that imports",
    script: `mkdir -p pkg/sub; echo 'import json, os.path; from pkg import sub' >pkg/__init__.py; echo 'x = 1' >pkg/sub/__init__.py
      python3 -c 'import pkg, email, sqlite3, threading'; cd pkg; PYTHONPATH=.. python3 -m pkg.sub`,
  },
  {
    name: "Python with descriptors of folders and links of the kernel",
    script: `mkdir -p d/e; echo 1 >d/e/f; cat >t.py <<'END'
import os, threading
d = os.open("d", os.O_RDONLY | os.O_DIRECTORY)
os.close(os.open("e/f", os.O_RDONLY, dir_fd=d))
os.rename("d", "moved")
os.close(os.open("e/f", os.O_RDONLY, dir_fd=d))
open("/proc/self/cwd/moved/e/f").close()
open(f"/proc/self/fd/{d}/e/f").close()
open(f"/dev/fd/{d}/e/f").close()
f = os.open("moved/e/f", os.O_RDONLY)
open(f"/proc/{os.getpid()}/fd/{f}").close()
open("/proc/self/exe", "rb").close()
open("/proc/self/root/proc/self/cwd/moved/e/../e/f").close()
os.fchdir(d)
t = threading.Thread(target=lambda: os.chdir("e")); t.start(); t.join()
open("f").close()
true = os.open("/bin/true", os.O_RDONLY)
if os.fork() == 0:
    os.execve(true, ["true"], {})
os.wait()
if os.fork() == 0:
    os.chdir("..")
    os.execve("/proc/self/fd/" + str(os.dup(true)), ["true"], {})
os.wait()
END
      python3 t.py`,
  },
  {
    name: "Node.js",
    script: `mkdir -p node_modules/m lib; echo 'exports.x = require("../../lib/y.js")' >node_modules/m/index.js
      echo 'module.exports = 1' >lib/y.js; echo 'require("m"); require("fs").readFileSync("lib/y.js")' >app.js
      node app.js; cd lib; node ../app.js`,
  },
  {
    name: "Perl",
    script: `mkdir -p lib/A; echo 'package A::B; use POSIX; 1;' >lib/A/B.pm; mkdir w; echo 1 >w/f
      perl -Ilib -MA::B -MFile::Find -e 'chdir "w"; open F, "f"; find(sub { open G, $_ }, "../lib")'`,
  },
  {
    name: "git clone",
    script: `export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null HOME=$PWD
      git init -q a; cd a; echo 1 >f; mkdir s; echo 2 >s/g; git add .; git -c user.name=x -c user.email=x@x commit -qm x
      cd ..; git clone -q a b; cd b/s; git status; git log -p; git -C ../../a gc -q`,
  },
  {
    name: "make in folders",
    script: `mkdir -p p/q; printf 'all:\\n\\t$(MAKE) -C p\\n\\tcat p/o\\n' >Makefile
      printf 'all: o\\n\\tcd q; cat ../o; $(MAKE) -f ../r.mk\\no:\\n\\techo 1 >o\\n' >p/Makefile
      printf 'x:\\n\\tcat ../o >x\\n' >p/r.mk; make -s; make -s -j2`,
  },
  {
    name: "another root",
    root: "root",
    script: `mkdir -p root/bin root/a/b; echo 1 >root/a/f; echo 2 >root/a/b/g; ln -s /a root/abs; ln -s ../a/b root/a/rel
      for p in dash cat ls; do f=$(command -v $p); cp -L "$f" root/bin/$p
        for l in $(ldd "$f" | grep -o '/[^ ]*'); do mkdir -p "root\${l%/*}"; cp -L "$l" "root$l"; done; done
      cat root/a/f; chroot root /bin/dash -c 'cd a; cat f ../abs/f /abs/b/g; cd rel; cat g; cd ../../../..; cat a/f; cd /abs; ls ..'`,
  },
  {
    name: "another root in the image",
    script: `mkdir -p jail/bin jail/a; echo 1 >jail/a/f; ln -s /a jail/abs; f=$(command -v cat); cp -L "$f" jail/bin/cat
      for l in $(ldd "$f" | grep -o '/[^ ]*'); do mkdir -p "jail\${l%/*}"; cp -L "$l" "jail$l"; done
      cat jail/a/f; cd jail/a; chroot .. /bin/cat /a/f /abs/f ../../../a/f abs/../../a/f`,
  },
];
