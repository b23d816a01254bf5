"""Says which files a Python process runs and opens: PYTHONPATH=/.../hooks/python COPPICE_TRACE=/folder.

Appends JSON lines to a file of its own in that folder, one for each process, each line at once; falls silent when it
cannot write. The reader `pythonHook` describes the lines. From Python 3.8 on an audit hook (PEP 578) sees each use as it
happens; before, the modules that were loaded are named at exit. Hands on to the sitecustomize that it hides.
"""

import os
import sys


def _install(folder):
    import time

    # What the program puts in place of these is none of the hook's.
    now = time.time
    getpid = os.getpid
    open_descriptor = os.open
    write_bytes = os.write
    fstat = os.fstat
    path_of = os.path
    folder = path_of.abspath(folder)
    limit = 65536
    state = {"pid": None, "file": None, "files": 0}
    seen = set()

    def quote(text):
        if isinstance(text, bytes):
            try:
                text = text.decode("utf-8", "surrogateescape")
            except Exception:  # Python 2 has no such error handler.
                text = text.decode("latin-1")
        parts = []
        for char in text:
            code = ord(char)
            if code in (0x22, 0x5C):
                parts.append("\\" + char)
            elif 0x20 <= code < 0x7F:
                parts.append(char)
            elif code > 0xFFFF:
                code -= 0x10000
                parts.append("\\u%04x\\u%04x" % (0xD800 + (code >> 10), 0xDC00 + (code & 0x3FF)))
            else:
                parts.append("\\u%04x" % code)
        return '"' + "".join(parts) + '"'

    def write(line):
        if state["file"] is None:
            return
        if not is_ours():
            open_file()
        if state["file"] is not None:
            try:
                write_bytes(state["file"][0], (line + "\n").encode("ascii"))
            except OSError:  # There is no room.
                state["file"] = None

    def is_ours():
        """Whether the program did not close the file, and open something of its own with the same number."""
        try:
            status = fstat(state["file"][0])
            return (status.st_dev, status.st_ino) == state["file"][1]
        except OSError:
            return False

    def follow_fork():
        """Says whether this is a new process."""
        if state["pid"] == getpid():
            return False
        seen.clear()
        state["files"] = 0
        open_file()
        return True

    def above_standard(descriptor):
        """Another one when the program has no stdin, stdout or stderr, in whose place it would be."""
        if descriptor > 2:
            return descriptor
        higher = above_standard(os.dup(descriptor))
        os.close(descriptor)
        return higher

    def open_file(late=False):
        """One for each process, or more when it closes files that it did not open."""
        state["pid"] = pid = getpid()
        # That of its parent will do for a child that may make none, since it has another user or root.
        inherited = state["file"] if state["file"] and is_ours() else None
        state["file"] = None
        state["files"] += 1
        if state["files"] > 100:
            return
        began = now()
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0)
        for attempt in range(100):
            name = "python-%d-%d%s.jsonl" % (pid, int(began * 1000), "-%d" % attempt if attempt else "")
            try:
                # Never one that is there: a link, or the file of a process with the same number in another container.
                descriptor = above_standard(open_descriptor(path_of.join(folder, name), flags, 0o644))
            except OSError as error:
                if error.errno == 17:
                    continue
                state["file"] = inherited
                return
            status = fstat(descriptor)
            state["file"] = (descriptor, (status.st_dev, status.st_ino))
            break
        head = '{"coppice":1,"runtime":"python","version":"%d.%d.%d"' % sys.version_info[:3]
        head += ',"pid":%d,"ppid":%d,"t":%.3f' % (pid, os.getppid(), began)
        try:
            head += ',"cwd":' + quote(os.getcwd())
        except OSError:
            pass
        if sys.executable:
            head += ',"program":' + quote(sys.executable)
        write(head + (',"late":true}' if late else "}"))

    def see(kind, path, member=None):
        key = (kind, path, member)
        if key in seen or state["file"] is None:
            return
        if len(seen) >= limit:
            write('{"k":"lost","c":"dropped","r":"uses after the first %d are left out"}' % limit)
            state["file"] = None
            return
        seen.add(key)
        inner = ',"m":' + quote(member) if member else ""
        write('{"k":"%s","p":%s%s,"t":%.3f}' % (kind, quote(path), inner, now()))

    def see_code(path):
        """Of a module in an archive, the path goes on below the archive."""
        path = path_of.abspath(path)
        if path_of.isfile(path):
            see("load", path)
            return
        archive = path_of.dirname(path)
        while len(archive) > 1 and not path_of.exists(archive):
            archive = path_of.dirname(archive)
        if path_of.isfile(archive):
            see("load", archive, path[len(archive) + 1 :])

    def see_modules():
        for module in list(sys.modules.values()):
            path = getattr(getattr(module, "__spec__", None), "origin", None)
            path = path or getattr(module, "__file__", None)
            if isinstance(path, str) and path_of.isabs(path) and path != own:
                see_code(path)

    own = path_of.abspath(__file__)
    open_file(hasattr(sys.modules.get("__main__"), "__file__"))
    if state["file"] is None:
        return
    see_modules()

    import atexit

    if not hasattr(sys, "addaudithook"):

        def at_exit_of_old():
            try:
                follow_fork()
                see_modules()
                # The main module has lost its path by now.
                see_code(sys.argv[0])
                write('{"k":"end","t":%.3f}' % now())
            except Exception:
                pass

        atexit.register(at_exit_of_old)
        return

    import _thread

    get_ident = _thread.get_ident
    busy = set()
    called = (__name__, "codecs", "genericpath", "os", "posixpath")

    def on_exec(code):
        path = getattr(code, "co_filename", "<")
        if path[:1] == "<" or ("load", path, None) in seen:
            return
        if path_of.exists(path):
            see_code(path)
            return
        # Bytecode without its source keeps the path that it was compiled from; the importer knows the one it has.
        caller = sys._getframe(2).f_back
        caller = caller and caller.f_back
        module = caller.f_locals.get("module") if caller is not None else None
        origin = getattr(getattr(module, "__spec__", None), "origin", None)
        see_code(origin if isinstance(origin, str) else path)

    def on_open(path, mode, flags):
        if isinstance(path, (str, bytes)):
            text = os.fsdecode(path)
            writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_TRUNC)
            kind = "write" if writes else "open"
            if (kind, text, None) in seen:
                return
            # A file that is not there is not opened, or made by this and no file of the image.
            if not path_of.exists(text):
                return
            # That of os.open may start from a folder that the event does not tell.
            if mode is not None or path_of.isabs(text):
                text = path_of.abspath(text)
            see(kind, text)

    def on_import(name, filename, *_):
        if isinstance(filename, str):
            see("load", path_of.abspath(filename))

    def on_dlopen(name):
        if isinstance(name, (str, bytes)):
            text = os.fsdecode(name)
            if "/" in text and path_of.exists(text):
                see("load", path_of.abspath(text))

    def see_program(program, arguments, environment=None, folder=None):
        text = os.fsdecode(program)
        if "/" in text:
            candidates = [path_of.join(os.fsdecode(folder or ""), text)]
        else:
            found = os.get_exec_path(environment if isinstance(environment, dict) else None)
            candidates = [path_of.join(each, text) for each in found]
        for path in candidates:
            if path_of.isfile(path) and os.access(path, os.X_OK):
                see("exec", path_of.abspath(path))
                break
        if path_of.basename(text).startswith("python") and "" not in seen:
            see_unhooked(arguments, environment)

    def see_unhooked(arguments, environment):
        """Says of a Python that will not run this hook that what it does is missing."""
        inherited = (os.environ if environment is None else environment).get("PYTHONPATH") or ""
        folders = [path_of.normpath(each) for each in inherited.split(os.pathsep)]
        if path_of.dirname(own) in folders and not is_isolated(arguments[1:]):
            return
        seen.add("")
        reason = "a Python that it started says nothing, by its options or environment"
        write('{"k":"lost","c":"filtered","r":"%s"}' % reason)

    def is_isolated(options):
        for each in options:
            text = os.fsdecode(each)
            if text[:1] != "-" or text[:2] == "--":
                return False
            for letter in text[1:]:
                if letter in "EIS":
                    return True
                if letter in "cmWX":
                    break
        return False

    def on_popen(program, arguments, folder, environment):
        see_program(program, arguments, environment, folder)

    handlers = {
        "exec": on_exec,
        "open": on_open,
        "import": on_import,
        "ctypes.dlopen": on_dlopen,
        "subprocess.Popen": on_popen,
        "os.exec": see_program,
        "os.posix_spawn": see_program,
        "os.system": lambda command: see_program("/bin/sh", ()),
    }

    def guarded(handler, arguments):
        """Calls it but for what it does itself: of that there is nothing to see."""
        thread = get_ident()
        if thread in busy:
            return
        try:
            busy.add(thread)
            if follow_fork():
                # The other threads were the parent's.
                busy.intersection_update([thread])
            handler(*arguments)
        except Exception:
            # What a handler of a signal has raised meanwhile is the program's.
            trace = sys.exc_info()[2]
            while trace.tb_next is not None:
                trace = trace.tb_next
            if trace.tb_frame.f_globals.get("__name__") not in called:
                raise
        finally:
            busy.discard(thread)

    def audit(event, arguments):
        handler = handlers.get(event)
        if handler is not None:
            guarded(handler, arguments)

    atexit.register(lambda: guarded(lambda: write('{"k":"end","t":%.3f}' % now()), ()))
    sys.addaudithook(audit)


def _hand_on():
    """Takes itself off the path and loads what Python would have loaded without it."""
    own = os.path.normpath(os.path.dirname(__file__))
    sys.path[:] = [each for each in sys.path if os.path.normpath(each) != own]
    this = sys.modules.pop("sitecustomize", None)
    try:
        import sitecustomize  # noqa: F401
    except ImportError as error:
        if getattr(error, "name", "sitecustomize") != "sitecustomize":
            raise
    finally:
        if this is not None:
            sys.modules.setdefault("sitecustomize", this)


if os.environ.get("COPPICE_TRACE"):
    try:
        _install(os.environ["COPPICE_TRACE"])
    except Exception:
        pass
_hand_on()
