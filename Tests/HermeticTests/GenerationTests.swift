import Foundation
import HermeticPolicy
import Testing

/// What the standard library of each Python here makes code of, in its own words.
@Suite struct `What a standard library generates` {
  /// A text, and the place that makes code of it.
  struct Source: Decodable {
    let file: String
    let function: String
    let text: String
  }

  static let watch = """
    import json, os, sys
    found = []
    library = os.path.dirname(os.__file__) + "/"
    def watch(event, arguments):
        if event in ("compile", "exec") and isinstance(arguments[0], (str, bytes)):
            code = sys._getframe(1).f_code
            text = arguments[0] if isinstance(arguments[0], str) else arguments[0].decode()
            file = code.co_filename[len(library):] if code.co_filename.startswith(library) else ""
            found.append({"file": file, "function": code.co_name, "text": text})
    sys.addaudithook(watch)

    """

  static let uses = """
    import collections, ctypes, dataclasses, gettext, inspect, typing, unittest.mock
    import multiprocessing.managers, multiprocessing.sharedctypes

    collections.namedtuple("A", "x y größe", defaults=[1])
    collections.namedtuple("B", [])
    collections.namedtuple("C", ["def", "x", "x"], rename=True)
    typing.NamedTuple("D", [("a", int)])

    @dataclasses.dataclass(order=True, frozen=True)
    class E:
        type: int
        hash: "typing.List[int]" = dataclasses.field(default_factory=list)
        z: typing.ClassVar[int] = 3
        w: dataclasses.InitVar[str] = "a'b"
        straße: str = dataclasses.field(default="q", compare=False, repr=False)
        def __post_init__(self, w): pass
    @dataclasses.dataclass(unsafe_hash=True)
    class F:
        self: int
        b: typing.Optional[int] = None
        i: int = dataclasses.field(init=False, default=3)
    @dataclasses.dataclass(frozen=True)
    class G: pass
    if hasattr(dataclasses, "KW_ONLY"):
        @dataclasses.dataclass(slots=True, kw_only=True, frozen=True)
        class H:
            object: int
            super: int = 2
    dataclasses.make_dataclass("I", [("x", int), "y", ("z", "int", 5)])

    many = "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2"
    for plural in [many, "n != 1", "n>1", "0", "n==1 ? 0 : n==2 ? 1 : 2", "!n"]:
        gettext.c2py(plural)

    def function(a, b=1, *args, c, d=2, **kw): pass
    async def coroutine(a): pass
    class J:
        y: "typing.Tuple[int, 'str']"
        def method(self, x: "int" = 3) -> "typing.Dict[str, typing.Any]": pass
    for spec in [function, coroutine, J]: unittest.mock.create_autospec(spec)
    typing.get_type_hints(J.method), typing.get_type_hints(J), typing.get_type_hints(E)
    if hasattr(inspect, "get_annotations"):
        inspect.get_annotations(J.method, eval_str=True), inspect.get_annotations(J, eval_str=True)

    multiprocessing.managers.MakeProxyType("K", ("append", "__len__", "größe"))
    class L(ctypes.Structure): _fields_ = [("x", ctypes.c_int), ("größe", ctypes.c_double)]
    multiprocessing.sharedctypes.synchronized(multiprocessing.sharedctypes.RawValue(L)).x
    print(json.dumps(found))
    """

  static func sources(_ python: Python) throws -> [Source] {
    let outcome = try run(python.path, ["-I", "-c", watch + uses])
    #expect(outcome.end == .exit(0), "\(outcome.errors)")
    return try JSONDecoder().decode([Source].self, from: Data(outcome.output.utf8))
  }

  /// What must hold of a text from a place, if the place makes code of nothing else.
  static func grammars(_ source: Source) -> [GeneratedSource] {
    (LibraryUse.executing + LibraryUse.compiling).compactMap { use in
      guard case .generated(let grammar) = use.condition, "\(use.function)" == source.function,
        use.files.contains(where: { "\($0)" == source.file })
      else { return nil }
      return grammar
    }
  }

  @Test(.enabled(if: !Python.all.isEmpty, "no CPython found"), arguments: Python.all)
  func `is taken for its own`(_ python: Python) throws {
    var places: Set<String> = []
    for source in try Self.sources(python) {
      let grammars = Self.grammars(source)
      guard !grammars.isEmpty else { continue }
      places.insert(source.file)
      let text = Array(source.text.utf8)
      let isTaken = grammars.contains { grammar in
        // SAFETY: the bytes live as long as the call.
        unsafe text.withUnsafeBufferPointer { unsafe grammar.admits($0) }
      }
      #expect(isTaken, "\(source.file), \(source.function): \(source.text)")
      // The same with one call more is another's.
      let more = text + Array("+evil()".utf8)
      let isStillTaken = grammars.contains { grammar in
        // SAFETY: as above.
        unsafe more.withUnsafeBufferPointer { unsafe grammar.admits($0) }
      }
      #expect(!isStillTaken, "\(source.file), \(source.function)")
    }
    // Where these make code no more, or elsewhere, the places in `LibraryUse` are out of date.
    var expected: Set = [
      "collections/__init__.py", "dataclasses.py", "gettext.py", "unittest/mock.py",
      "multiprocessing/managers.py", "multiprocessing/sharedctypes.py",
    ]
    if python.minor < 14 { expected.insert("typing.py") }
    if (10...13).contains(python.minor) { expected.insert("inspect.py") }
    if python.minor >= 14 { expected.insert("annotationlib.py") }
    #expect(expected.subtracting(places).isEmpty, "found in \(places.sorted())")
  }
}
