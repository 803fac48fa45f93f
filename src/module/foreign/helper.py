# Runs Ansible modules that arrive on standard input, each in a fork of this process, and answers with what they print.
#
# It reaches the interpreter as text: no file of it lies on the host. For Python 2.7, and 3.5 and newer.
#
# Messages, both ways: a line with two sizes, that many bytes of JSON, that many bytes of data. It takes
#   {"files": [[digest, path, size], ...]}         sources, each deflated, as the data
#   {"bundle": id, "main": name, "modules": {name: [digest, package]}, "preload": [name, ...]}
#   {"run": number, "bundle": id, "environment": {}, "token": text}
#                                                  with the module's arguments as the data, `token` where the directory goes in which
#                                                  it may make one of its own
#   {"kill": number}
#   {"last": true}                                 nothing follows: end when all that runs has ended
# and gives {"done": number, "rc": code, "out": size} with stdout and stderr as the data.
# Where its input ends before "last", what runs is ended: the controller is gone.

import errno
import fcntl
import json
import os
import select
import shutil
import signal
import sys
import tempfile
import time
import traceback
import types
import zlib

PATIENCE = 2.0  # seconds between asking a module to end and ending it

files = {}  # digest: (path, source)
codes = {}  # digest: compiled
bundles = {}  # id: message
used = set()  # ids of bundles that have run
preloaded = {}  # name: digest, of what is imported in this process already
children = {}  # pid: Child
own = []  # descriptors that no module may have
code_name = sys._getframe().f_code.co_filename


def native(text):
    """Text as this Python's own str."""
    return text if isinstance(text, str) else text.encode("utf-8")


def code_of(digest):
    if digest not in codes:
        path, source = files[digest]
        codes[digest] = compile(source, path, "exec", 0, True)
    return codes[digest]


class Finder(object):
    """Imports the modules of a bundle, from memory."""

    modules = {}
    main = ""

    def find_spec(self, name, path=None, target=None):
        if name not in self.modules:
            return None
        from importlib.machinery import ModuleSpec

        spec = ModuleSpec(name, self, origin=self.get_filename(name), is_package=self.is_package(name))
        spec.has_location = True
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.extend(self.elsewhere(name))
        return spec

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        exec(self.get_code(module.__name__), module.__dict__)

    # Python 2
    def find_module(self, name, path=None):
        return self if name in self.modules else None

    def load_module(self, name):
        module = types.ModuleType(name)
        module.__file__ = self.get_filename(name)
        module.__loader__ = self
        module.__package__ = name if self.is_package(name) else name.rpartition(".")[0]
        if self.is_package(name):
            module.__path__ = self.elsewhere(name)
        sys.modules[name] = module
        try:
            exec(self.get_code(name), module.__dict__)
        except BaseException:
            sys.modules.pop(name, None)
            raise
        return sys.modules[name]

    # What tracebacks, inspect and pkgutil ask
    def get_code(self, name):
        return code_of(self.modules[name][0])

    def get_source(self, name):
        # The module itself goes by the name of a main program.
        if name not in self.modules and name != "__main__":
            return None
        source = files[self.modules[self.main if name == "__main__" else name][0]][1]
        return source if str is bytes else source.decode("utf-8", "replace")

    def get_filename(self, name):
        return files[self.modules[name][0]][0]

    def is_package(self, name):
        return self.modules[name][1]

    def elsewhere(self, name):
        """What the host itself has of a package, for what a module imports by other means than statements."""
        places = [os.path.join(entry, *name.split(".")) for entry in sys.path if entry]
        return [place for place in places if os.path.isdir(place)]


finder = Finder()


def prepare(bundle):
    """Does once what every run of a bundle would do again."""
    if not preloaded:
        finder.modules = bundle["modules"]
        try:
            for name in bundle["preload"]:
                __import__(name)
        except BaseException:
            # A run that needs it will say why.
            forget(bundle["modules"])
        for name, (digest, _) in bundle["modules"].items():
            if name in sys.modules:
                preloaded[name] = digest
    if bundle["bundle"] in used:
        for digest, _ in bundle["modules"].values():
            try:
                code_of(digest)
            except Exception:
                pass
    used.add(bundle["bundle"])


def forget(names):
    for name in list(names):
        sys.modules.pop(name, None)


class Child(object):
    """A module that runs."""

    def __init__(self, request, pid, out, err, directory):
        self.number = request["run"]
        self.pid = pid
        self.output = {out: [], err: []}
        self.order = (out, err)
        self.open = [out, err]
        self.directory = directory
        self.deadline = None

    def read(self, fd):
        """Takes what has come; false where there is nothing now."""
        try:
            data = os.read(fd, 65536)
        except OSError as problem:
            if problem.errno in (errno.EAGAIN, errno.EINTR):
                return False
            raise
        if data:
            self.output[fd].append(data)
        else:
            self.open.remove(fd)
        return bool(data)

    def end(self, signum):
        try:
            os.killpg(self.pid, signum)
        except OSError:
            pass
        self.deadline = time.time() + PATIENCE

    def answer(self, status):
        for fd in list(self.open):
            while self.read(fd):
                pass
        for fd in self.order:
            os.close(fd)
            own.remove(fd)
        self.clean()
        out, err = [b"".join(self.output[fd]) for fd in self.order]
        code = 128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
        send({"done": self.number, "rc": code, "out": len(out)}, out + err)

    def clean(self):
        if self.directory:
            shutil.rmtree(self.directory, True)


def start(request, arguments):
    bundle = bundles[request["bundle"]]
    prepare(bundle)
    arguments = arguments.replace(json.dumps(request["token"]).encode(), json.dumps(workplace()).encode())
    respawns = "ansible.module_utils.common.respawn" in bundle["modules"]
    directory = tempfile.mkdtemp(prefix="tsplay-") if respawns else None
    out, out_end = os.pipe()
    err, err_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            become(out_end, err_end, request["environment"])
            status = run(bundle, arguments, directory)
        except BaseException:
            traceback.print_exc()
        finally:
            leave(status)
    os.close(out_end)
    os.close(err_end)
    for fd in (out, err):
        fcntl.fcntl(fd, fcntl.F_SETFL, fcntl.fcntl(fd, fcntl.F_GETFL) | os.O_NONBLOCK)
    own.extend([out, err])
    children[pid] = Child(request, pid, out, err, directory)


def workplace():
    """Where a module may make a directory of its own: on the same file system as most of what it writes, as under Ansible."""
    home = os.path.expanduser("~")
    return home if os.path.isdir(home) and os.access(home, os.W_OK | os.X_OK) else tempfile.gettempdir()


def become(out, err, environment):
    """Makes a fork a process of its own."""
    os.setsid()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    # One that is ended cleans up after itself.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(out, 1)
    os.dup2(err, 2)
    for fd in own + [out, err]:
        if fd > 2:
            os.close(fd)
    os.environ.update((native(name), native(value)) for name, value in environment.items())
    if "TZ" in environment:
        time.tzset()
    if "random" in sys.modules:
        # Forks of one process would all draw the same.
        sys.modules["random"].seed()


def run(bundle, arguments, directory):
    """Runs a module as the main program. Gives its exit code."""
    modules = finder.modules = bundle["modules"]
    if any(modules.get(name, [None])[0] != digest for name, digest in preloaded.items()):
        forget(preloaded)
    name = finder.main = bundle["main"]
    try:
        from ansible.module_utils import basic

        basic._ANSIBLE_ARGS = arguments
        main = types.ModuleType("__main__")
        main.__file__ = finder.get_filename(name)
        main.__loader__ = finder
        main.__package__ = name.rpartition(".")[0]
        main._module_fqn = name
        main._modlib_path = directory and archive(modules, directory)
        sys.argv = [main.__file__]
        sys.modules["__main__"] = main
        exec(finder.get_code(name), main.__dict__)
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        sys.stderr.write("%s\n" % (end.code,))
        return 1
    except BaseException:
        kind, problem, trace = sys.exc_info()
        # From the module on: that it was started from here helps nobody.
        while trace is not None and trace.tb_frame.f_code.co_filename == code_name:
            trace = trace.tb_next
        traceback.print_exception(kind, problem, trace)
        return 1
    print(json.dumps({"failed": True, "msg": "New-style module did not handle its own exit"}))
    return 1


def archive(modules, directory):
    """The bundle as a file, for modules that start themselves again with another interpreter."""
    import zipfile

    path = os.path.join(directory, "modules.zip")
    written = zipfile.ZipFile(path, "w")
    for name, (digest, package) in modules.items():
        written.writestr(name.replace(".", "/") + ("/__init__.py" if package else ".py"), files[digest][1])
    written.close()
    return path


def leave(status):
    """Ends a fork as Python ends: threads, exit handlers, buffers; but nothing of the process it was forked from."""
    try:
        if "threading" in sys.modules:
            sys.modules["threading"]._shutdown()
        import atexit

        atexit._run_exitfuncs()
    except BaseException:
        pass
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:
            pass
    os._exit(status & 255)


def send(message, data=b""):
    text = json.dumps(message).encode()
    rest = ("%d %d\n" % (len(text), len(data))).encode() + text + data
    while rest:
        rest = rest[os.write(1, rest) :]


def messages(buffer):
    """Takes whole messages off the front of what was read."""
    while True:
        line = buffer.find(b"\n")
        if line < 0:
            return
        size, more = [int(word) for word in bytes(buffer[:line]).split()]
        end = line + 1 + size + more
        if len(buffer) < end:
            return
        text = bytes(buffer[line + 1 : line + 1 + size])
        data = bytes(buffer[line + 1 + size : end])
        del buffer[:end]
        yield json.loads(text.decode("utf-8")), data


def take(message, data):
    if "files" in message:
        at = 0
        for digest, path, size in message["files"]:
            files[digest] = (native(path), zlib.decompress(data[at : at + size]))
            at += size
    elif "run" in message:
        start(message, data)
    elif "bundle" in message:
        bundles[message["bundle"]] = message
    elif "kill" in message:
        for child in children.values():
            if child.number == message["kill"]:
                child.end(signal.SIGTERM)


def reap():
    for pid in list(children):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            children.pop(pid).answer(status)


def overdue():
    """Ends what did not end when it was asked to. Gives the seconds until the next such moment."""
    now = time.time()
    deadlines = []
    for child in children.values():
        if child.deadline is not None and child.deadline <= now:
            child.end(signal.SIGKILL)
        if child.deadline is not None:
            deadlines.append(child.deadline)
    return max(0.01, min(deadlines) - now) if deadlines else None


def abandon():
    """The controller is gone: ends everything."""
    for child in children.values():
        child.end(signal.SIGTERM)
    end = time.time() + PATIENCE
    while children and time.time() < end:
        time.sleep(0.02)
        for pid in list(children):
            if os.waitpid(pid, os.WNOHANG)[0]:
                children.pop(pid).clean()
    for child in children.values():
        child.end(signal.SIGKILL)
        child.clean()


def serve():
    wake, wake_end = os.pipe()
    for fd in (wake, wake_end):
        fcntl.fcntl(fd, fcntl.F_SETFL, fcntl.fcntl(fd, fcntl.F_GETFL) | os.O_NONBLOCK)
    own.extend([wake, wake_end])
    signal.signal(signal.SIGCHLD, lambda *_: None)
    # Only `select` shall notice; Python 2 would let any other call fail.
    signal.siginterrupt(signal.SIGCHLD, False)
    signal.set_wakeup_fd(wake_end)
    sys.meta_path.insert(0, finder)
    buffer = bytearray()
    last = False
    while children or not last:
        readable = [wake] + ([] if last else [0])
        for child in children.values():
            readable.extend(child.open)
        try:
            ready = select.select(readable, [], [], overdue())[0]
        except (OSError, select.error) as problem:
            if problem.args[0] != errno.EINTR:
                raise
            ready = [wake]
        for child in children.values():
            for fd in child.order:
                if fd in ready and fd in child.open:
                    child.read(fd)
        if wake in ready:
            try:
                os.read(wake, 512)
            except OSError:
                pass
            reap()
        if 0 in ready:
            data = os.read(0, 262144)
            if not data:
                abandon()
                return
            buffer.extend(data)
            for message, more in messages(buffer):
                if "last" in message:
                    last = True
                else:
                    take(message, more)


serve()
