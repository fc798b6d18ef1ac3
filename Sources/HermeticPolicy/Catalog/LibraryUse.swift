/// A place in the standard library that may do for its own purpose what a program is refused, and the
/// condition under which it does.
///
/// Everywhere else the library acts for whoever calls it: a function that runs what it is handed is
/// the caller's hand.
public struct LibraryUse: Sendable {
  /// The file within the library, or the name of a frozen module as code has it.
  public let files: [StaticString]
  /// The function's name, as code has it.
  public let function: StaticString
  /// What must be true.
  public let condition: Condition

  /// What must be true of the code that such a place makes or runs.
  public enum Condition: Sendable {
    /// Nothing more: no code comes of it, or none that the caller has a hand in.
    case none
    /// It is a code object, which has been asked about when it was made.
    case madeBefore
    /// It is a code object made of text that has no file, which has been asked about when it was made.
    case madeOfText
    /// It is what a file on disk holds, under whose name it goes.
    case onDisk
    /// It is that, of the main module of a process that multiprocessing has started.
    case mainOnDisk
    /// It is what a member of an archive on disk holds, under whose name it goes.
    case archived
    /// Text in which only these are called, beside what it defines itself.
    case generated(GeneratedSource)
    /// The program is being started.
    case starting
  }

  /// A place by its files and its function.
  public init(_ files: [StaticString], _ function: StaticString, _ condition: Condition) {
    self.files = files
    self.function = function
    self.condition = condition
  }

  private static let bootstrap: [StaticString] = [
    "<frozen importlib._bootstrap>", "importlib/_bootstrap.py",
  ]
  private static let bootstrapExternal: [StaticString] = [
    "<frozen importlib._bootstrap_external>", "importlib/_bootstrap_external.py",
  ]
  private static let zip: [StaticString] = ["<frozen zipimport>", "zipimport.py"]
  private static let run: [StaticString] = ["<frozen runpy>", "runpy.py"]

  /// `eval` and `exec`.
  public static let executing: [LibraryUse] = [
    LibraryUse(bootstrap, "_call_with_frames_removed", .madeBefore),
    LibraryUse(bootstrap, "exec_module", .madeBefore),
    LibraryUse(zip, "load_module", .madeBefore),
    LibraryUse(run, "_run_code", .starting),
    LibraryUse(["<frozen site>", "site.py"], "addpackage", .starting),
    LibraryUse(["<frozen site>", "site.py"], "_exec_imports", .starting),
    LibraryUse(["dataclasses.py"], "_create_fn", .generated(.dataclass)),
    LibraryUse(["dataclasses.py"], "add_fns_to_class", .generated(.dataclass)),
    LibraryUse(["collections/__init__.py"], "namedtuple", .generated(.namedTuple)),
    LibraryUse(["typing.py"], "_evaluate", .madeOfText),
    LibraryUse(["typing.py"], "evaluate", .madeOfText),
    LibraryUse(["annotationlib.py"], "evaluate", .generated(.annotation)),
    LibraryUse(["annotationlib.py"], "get_annotations", .generated(.annotation)),
    LibraryUse(["inspect.py"], "get_annotations", .generated(.annotation)),
    LibraryUse(["inspect.py"], "<dictcomp>", .generated(.annotation)),
    LibraryUse(["inspect.py"], "wrap_value", .generated(.reference)),
    LibraryUse(["gettext.py"], "c2py", .generated(.plural)),
    LibraryUse(["logging/config.py"], "_install_handlers", .generated(.reference)),
    LibraryUse(["tkinter/__init__.py"], "readprofile", .generated(.tkinter)),
    LibraryUse(["unittest/mock.py"], "_set_signature", .generated(.mock)),
    LibraryUse(["unittest/mock.py"], "_set_async_signature", .generated(.mock)),
    LibraryUse(["multiprocessing/managers.py"], "MakeProxyType", .generated(.proxy)),
    LibraryUse(["multiprocessing/sharedctypes.py"], "make_property", .generated(.property)),
  ]

  /// `compile`.
  public static let compiling: [LibraryUse] = [
    LibraryUse(bootstrap, "_call_with_frames_removed", .onDisk),
    LibraryUse(bootstrapExternal, "get_code", .generated(.nothing)),
    LibraryUse(zip, "_compile_source", .archived),
    LibraryUse(run, "_get_code_from_file", .mainOnDisk),
    LibraryUse(["typing.py"], "__init__", .generated(.annotation)),
    LibraryUse(["annotationlib.py"], "__forward_code__", .generated(.annotation)),
  ]

  /// `marshal.loads`.
  public static let unmarshalling: [LibraryUse] = [
    LibraryUse(bootstrapExternal, "_compile_bytecode", .onDisk),
    LibraryUse(zip, "_unmarshal_code", .archived),
  ]

  /// Functions made from code.
  public static let makingFunctions: [LibraryUse] = [
    LibraryUse(["annotationlib.py"], "call_annotate_function", .madeBefore),
    LibraryUse(["annotationlib.py"], "_build_closure", .madeBefore),
  ]

  /// Functions that read what the program's own processes have pickled.
  public static let unpickling: [(file: StaticString, functions: [StaticString])] = [
    ("multiprocessing/connection.py", ["recv"]), ("multiprocessing/queues.py", ["get"]),
    ("multiprocessing/spawn.py", ["_main"]), ("multiprocessing/reduction.py", ["loads"]),
    ("multiprocessing/forkserver.py", ["main", "_serve_one"]),
    ("multiprocessing/resource_sharer.py", ["_serve", "get_connection"]),
    ("multiprocessing/shared_memory.py", ["__getitem__", "_get_packing_format"]),
    ("concurrent/futures/process.py", ["_process_worker", "wait_result_broken_or_wakeup"]),
  ]

  /// Files whose code reads the environment for its own purposes.
  public static let readingEnvironment: [StaticString] = [
    "<frozen site>", "<frozen importlib._bootstrap_external>", "<frozen importlib._bootstrap>",
    "<frozen _sitebuiltins>", "<frozen getpath>", "<frozen zipimport>", "site.py", "mailcap.py",
    "webbrowser.py", "shutil.py", "asyncio/coroutines.py", "tempfile.py", "locale.py",
    "py_compile.py", "xml/dom/domreg.py", "xml/sax/__init__.py", "getpass.py", "pydoc.py",
    "gettext.py", "getopt.py", "optparse.py", "curses/__init__.py", "ssl.py", "sysconfig.py",
    "sysconfig/__init__.py", "urllib/request.py", "platform.py", "zoneinfo/_tzpath.py",
    "pathlib.py", "pathlib/__init__.py", "pathlib/_local.py", "subprocess.py", "uuid.py",
    "_colorize.py", "venv/__init__.py", "ctypes/util.py", "tkinter/__init__.py", "doctest.py",
    "http/server.py", "_pyrepl/", "distutils/",
    "ensurepip/", "importlib/_bootstrap_external.py", "_osx_support.py", "pty.py", "netrc.py",
    "posixpath.py", "<frozen posixpath>", "asyncio/base_events.py",
  ]

  /// Functions of `os` that read the environment for their own purposes.
  public static let osReadingEnvironment: [StaticString] = [
    "get_exec_path", "_execvpe", "_get_exec_path", "<module>", "_createenviron",
  ]

  /// Files whose code changes the environment for its own purposes.
  public static let writingEnvironment: [StaticString] = [
    "ensurepip/", "venv/__init__.py", "distutils/", "<frozen site>", "site.py",
  ]

  /// Places that change a part of the interpreter, which is their task.
  public static let bookkeeping:
    [(part: String, files: [StaticString], functions: [StaticString])] =
      [
        (
          "sys.path_importer_cache", bootstrapExternal,
          ["_path_importer_cache", "invalidate_caches", "find_spec", "_get_spec"]
        ),
        ("sys.path_importer_cache", ["pkgutil.py"], ["get_importer"]),
      ]

  /// Files of what leads to the program.
  public static let starting: [StaticString] = ["<frozen runpy>", "runpy.py"]

  /// What functions written in C import, in the frame of whoever calls them.
  public static let importedByBuiltins: Set<String> = [
    "__main__", "__mp_main__", "_collections_abc", "_compat_pickle", "_datetime", "_io", "_locale",
    "_strptime",
    "_threading_local", "annotationlib", "builtins", "codecs", "collections", "collections.abc",
    "copyreg", "ctypes._endian", "datetime", "encodings", "errno", "functools", "io", "linecache",
    "locale", "numbers", "operator", "queue", "re", "re._parser", "sqlite3.dump", "_thread",
    "threading",
    "time",
    "tokenize", "traceback", "types", "typing", "unicodedata", "warnings",
    "xml.etree.ElementPath", "zoneinfo._common",
  ]

  /// What the interpreter imports on its way to the program, with nobody's frame around it.
  public static let importedAtStart: Set<String> = ["readline", "rlcompleter", "runpy", "site"]

  /// What extension modules of the library import while a statement of the library imports them.
  public static let importedByExtensions: [String: [String]] = [
    "_ssl": ["_socket"], "_elementtree": ["copy", "pyexpat"],
    "_asyncio": ["asyncio", "traceback", "weakref"],
    "_decimal": ["numbers", "collections"], "_pickle": ["copyreg", "_compat_pickle", "functools"],
    "_zoneinfo": ["zoneinfo", "datetime", "_datetime"], "_curses_panel": ["_curses"],
    "_datetime": ["time"], "_codecs_cn": ["_multibytecodec"], "_codecs_hk": ["_multibytecodec"],
    "_codecs_iso2022": ["_multibytecodec"], "_codecs_jp": ["_multibytecodec"],
    "_codecs_kr": ["_multibytecodec"], "_codecs_tw": ["_multibytecodec"],
    "_interpreters": ["concurrent"], "_ctypes": ["ctypes"], "_sqlite3": ["sqlite3"],
    "_queue": ["queue"], "array": ["collections"], "_lsprof": ["_lsprof"],
  ]

  /// Places that import by a call, not by a statement, for their own purposes; and what the names of the
  /// modules begin with.
  ///
  /// Everywhere else such a call is its caller's.
  public static let importing: [(files: [StaticString], modules: [String])] = [
    (["encodings/__init__.py", "<frozen encodings>"], ["encodings."]),
    (["sysconfig.py", "sysconfig/__init__.py"], ["_sysconfigdata"]),
    (["dbm/__init__.py"], ["dbm."]), (["xml/sax/", "xml/dom/"], ["xml."]),
    (["distutils/"], ["distutils."]), (["zoneinfo/_common.py"], ["tzdata"]),
    (["importlib/resources/", "importlib/resources.py"], ["tzdata"]),
    (["multiprocessing/"], ["multiprocessing.", "concurrent.futures"]),
    (["concurrent/futures/"], ["concurrent.futures"]),
    (["ctypes/"], ["ctypes"]), (["idlelib/"], ["idlelib"]), (["tkinter/"], ["tkinter"]),
    (["ensurepip/"], ["pip"]),
    // `fork_exec` does it, in 3.10 and 3.11.
    (["subprocess.py"], ["subprocess"]),
  ]

  /// Functions through which callers read the environment, besides those of `os`: who calls them is who
  /// reads.
  public static let environmentAccess: [(file: StaticString, functions: [StaticString])] = [
    ("_collections_abc.py", []),
    ("<frozen _collections_abc>", []), ("collections/__init__.py", []),
    ("posixpath.py", ["expandvars", "expandvarsb"]),
    ("<frozen posixpath>", ["expandvars", "expandvarsb"]),
  ]
}
