import CHermetic
import HermeticPolicy
import HermeticSession
import SystemPackage

/// Making code of text or bytes, and running it.
@safe
struct CodeExecution {
  let state: UnsafeMutablePointer<EngineState>

  // SAFETY (of all): the state is never freed.
  private var library: PythonLibrary { unsafe state.pointee.library }
  private var image: PolicyImage { unsafe state.pointee.image }

  /// How code comes to be or to run.
  enum Way: String {
    case eval, exec, compile, marshal, pickle, code, function

    var uses: [LibraryUse] {
      switch self {
      case .eval, .exec: LibraryUse.executing
      case .compile: LibraryUse.compiling
      case .marshal: LibraryUse.unmarshalling
      case .code: []
      case .function: LibraryUse.makingFunctions
      case .pickle: []
      }
    }
  }

  /// Whether it may happen; if not, an exception is set.
  ///
  /// `source` is the text, bytes or code, `name` the file that code is to be of.
  func permits(_ way: Way, _ source: Borrowed?, name: Borrowed? = nil) -> Bool {
    guard image.canRefuse(.executeCode) else {
      // Whoever begins the program is known by it all the same.
      if way == .exec {
        if isBeginning {
          _ = unsafe state.pointee.takeStart(library)
        } else {
          _ = unsafe LibraryChild(state: state)?.takeMain()
        }
      }
      return true
    }
    return unsafe isPermitted(way, source, name) || refuseOrLog(way)
  }

  /// Refuses it, where that can be refused, unless violations are only logged; an exception is set then.
  func refuseOrLog(_ way: Way) -> Bool {
    guard image.canRefuse(.executeCode) else { return true }
    let verdict = image.defaultVerdict(.executeCode)
    return unsafe Refusal(state: state).inHook(.executeCode, on: way.rawValue, verdict) == 0
  }

  /// Whether any Python code asks.
  ///
  /// Where a built-in is called and none does, someone has left it to C code (a thread, an exit handler).
  var hasCaller: Bool {
    unsafe !state.pointee.hasBegun || library.table.pointee.PyEval_GetFrame() != nil
  }

  /// Whether the program is about to begin, by the interpreter or by `runpy`.
  private var isBeginning: Bool {
    guard unsafe state.pointee.starts > 0, let layout = unsafe state.pointee.standardLibrary else {
      return false
    }
    var isBeginning = true
    _ = Frames(library: library, layout: layout).visit { entry in
      isBeginning = LibraryUse.starting.contains { entry.isWithin($0) }
      return !isBeginning
    }
    return isBeginning
  }

  private func isPermitted(_ way: Way, _ source: Borrowed?, _ name: Borrowed?) -> Bool {
    guard let layout = unsafe state.pointee.standardLibrary else { return true }
    let frames = Frames(library: library, layout: layout)
    var innermost: Bool?
    var isGranted = false
    // A line of a `.pth` file is text that `site` runs; what it does in its turn is of the same kind.
    let isStarting = unsafe !state.pointee.hasBegun
    _ = frames.visit { entry in
      if isStarting, entry.owner == .other, entry.isIn("<string>") {
        innermost = innermost ?? false
        return false
      }
      if isStarting, innermost == false, entry.isIn("<frozen site>") || entry.isIn("site.py") {
        isGranted = true
        return true
      }
      if innermost == nil {
        innermost = unsafe isOwn(entry, way, source, name)
        if innermost == true { return true }
      }
      switch entry.owner {
      case .library, .frozen, .engine: return false
      case .other:
        isGranted = unsafe Packages(state: state).isAllowed(.executeCode, file: entry.file)
        return true
      }
    }
    // Without a frame the interpreter itself does it, on its way to the program; or C code that
    // Python code has left something to do (a thread, an exit handler).
    guard let innermost else {
      switch way {
      // A new interpreter begins so. A built-in that C code has been left to call is asked about by its
      // guard, which comes first.
      case .marshal: return unsafe source != nil
      case .exec: return unsafe state.pointee.takeStart(library)
      default: return false
      }
    }
    if innermost || isGranted { return true }
    return unsafe state.pointee.isInteractive && isTyped(frames)
  }

  /// Whether the interpreter's own prompt does it, with what was typed there (3.13 and later).
  private func isTyped(_ frames: Frames) -> Bool {
    var isTyped = false
    _ = frames.visit { entry in
      isTyped = entry.owner != .other && (isTyped || entry.isWithin("_pyrepl/"))
      return entry.owner == .other
    }
    return isTyped
  }

  /// Whether the library does it for a purpose of its own.
  private func isOwn(
    _ entry: Frames.Entry, _ way: Way, _ source: Borrowed?, _ name: Borrowed?
  ) -> Bool {
    switch entry.owner {
    case .engine, .other: return false
    case .library, .frozen: break
    }
    if way == .pickle {
      return LibraryUse.unpickling.contains { file, functions in
        entry.isIn(file) && functions.contains { entry.isCalled($0) }
      }
    }
    for use in way.uses
    where entry.isCalled(use.function) && use.files.contains(where: { entry.isIn($0) }) {
      if unsafe holds(use.condition, source, name, entry) { return true }
    }
    return false
  }

  private func holds(
    _ condition: LibraryUse.Condition, _ source: Borrowed?, _ name: Borrowed?, _ entry: Frames.Entry
  ) -> Bool {
    switch condition {
    case .none: return true
    case .madeBefore:
      guard let source = unsafe source else { return false }
      return unsafe UnsafeMutableRawPointer(hermetic_type_of(source))
        == library.table.pointee.PyCode_Type
    case .madeOfText:
      guard let source = unsafe source, let layout = unsafe state.pointee.standardLibrary,
        unsafe UnsafeMutableRawPointer(hermetic_type_of(source))
          == library.table.pointee.PyCode_Type
      else { return false }
      let frames = Frames(library: library, layout: layout)
      return unsafe frames.entry(source) { $0.isIn("<string>") } ?? false
    case .onDisk:
      let frames = unsafe state.pointee.standardLibrary.map { Frames(library: library, layout: $0) }
      guard let source = unsafe source else { return false }
      if let path = unsafe name.flatMap({ unsafe library.text($0) }) {
        return unsafe library.withContent(source) {
          unsafe $0.isPlainSource && DiskContent(path).equals($0)
        } ?? false
      }
      guard unsafe state.pointee.isSourceFixed, let path = frames?.local("bytecode_path", of: entry)
      else { return false }
      return unsafe library.withContent(source) { unsafe DiskContent(path).ends(with: $0) } ?? false
    case .mainOnDisk:
      guard unsafe name != nil, unsafe LibraryChild(state: state)?.isRunningMain ?? false else {
        return false
      }
      return unsafe holds(.onDisk, source, name, entry)
    case .archived:
      guard let source = unsafe source, unsafe name != nil || state.pointee.isSourceFixed,
        let layout = unsafe state.pointee.standardLibrary,
        let path = unsafe name.flatMap({ unsafe library.text($0) })
          ?? Frames(library: library, layout: layout).local("pathname", of: entry)
      else { return false }
      let isText = unsafe name != nil
      return unsafe library.withContent(source) { content in
        guard unsafe !isText || content.isPlainSource,
          let member = ArchiveMember(at: path)?.content
        else { return false }
        return unsafe isText
          ? member.withUnixLines.elementsEqual(content)
          : member.count > 16 && member[16...].elementsEqual(content)
      } ?? false
    case .generated(let grammar):
      guard let source = unsafe source else { return false }
      if unsafe UnsafeMutableRawPointer(hermetic_type_of(source))
        == library.table.pointee.PyCode_Type
      {
        return true
      }
      return unsafe library.withWholeText(source) { unsafe grammar.admits($0) } ?? false
    case .starting:
      // The program has been made of a file by then.
      guard let source = unsafe source,
        unsafe UnsafeMutableRawPointer(hermetic_type_of(source))
          == library.table.pointee.PyCode_Type
      else { return unsafe !state.pointee.hasBegun }
      if unsafe state.pointee.takeStart(library) { return true }
      return unsafe LibraryChild(state: state)?.takeMain() ?? false
    }
  }
}

/// What a regular file holds, read as it is now.
struct DiskContent {
  private let bytes: [UInt8]
  private let isCompiled: Bool

  init(_ path: String) {
    isCompiled = path.hasSuffix(".pyc")
    bytes = Self.read(path) ?? []
  }

  /// Nil for what is no file on a disk: what the program can fill by a descriptor of its own.
  static func read(_ path: String) -> [UInt8]? {
    // The engine looks, not the program.
    hermetic_work_for_engine(1)
    defer { hermetic_work_for_engine(0) }
    let real = RealPath.resolve(path)
    guard !real.hasPrefix("/proc/"), !real.hasPrefix("/dev/"),
      let file = try? FileDescriptor.open(
        FilePath(real), .readOnly, options: [.closeOnExec, .nonBlocking])
    else { return nil }
    defer { try? file.close() }
    guard let own = FileIdentity(regular: file.rawValue), own != FileIdentity(descriptor: 1),
      own != FileIdentity(descriptor: 2)
    else { return nil }
    var found: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while let count = unsafe try? chunk.withUnsafeMutableBytes({ unsafe try file.read(into: $0) }),
      count > 0, found.count < 1 << 28
    {
      found += chunk[..<count]
    }
    return found
  }

  /// Whether it holds these bytes and no others.
  func equals(_ part: UnsafeRawBufferPointer) -> Bool {
    unsafe !bytes.isEmpty || part.isEmpty ? bytes.elementsEqual(part) : false
  }

  /// Whether a compiled file holds these bytes behind the sixteen that it begins with (PEP 552).
  func ends(with part: UnsafeRawBufferPointer) -> Bool {
    guard isCompiled, bytes.count == part.count + 16 else { return false }
    return unsafe bytes[16...].elementsEqual(part)
  }
}

extension PythonLibrary {
  /// Lends all of a `bytes` object, or of text as UTF-8.
  func withContent<Result>(_ object: Borrowed, _ body: (UnsafeRawBufferPointer) -> Result)
    -> Result?
  {
    var size = 0
    switch unsafe kind(object) {
    case .bytes:
      var start: UnsafeMutablePointer<CChar>?
      guard unsafe table.pointee.PyBytes_AsStringAndSize(object, &start, &size) == 0 || size > 0
      else {
        unsafe table.pointee.PyErr_Clear()
        return nil
      }
      return unsafe body(UnsafeRawBufferPointer(start: start, count: size))
    case .string:
      guard let start = unsafe table.pointee.PyUnicode_AsUTF8AndSize(object, &size) else {
        unsafe table.pointee.PyErr_Clear()
        return nil
      }
      return unsafe body(UnsafeRawBufferPointer(start: start, count: size))
    default: return nil
    }
  }
}

extension UnsafeRawBufferPointer {
  /// Whether source text is in an encoding that the interpreter reads by itself.
  ///
  /// A codec, which any program may register, could make other text of it.
  fileprivate var isPlainSource: Bool {
    SourceEncoding.isBuiltIn(unsafe Array(self.prefix(4096)))
  }
}

/// The encoding that a source names in one of its first two lines (PEP 263).
private enum SourceEncoding {
  private static let builtIn: Set<String> = [
    "utf-8", "utf8", "latin-1", "latin1", "iso-8859-1", "iso8859-1", "iso-latin-1", "ascii",
    "us-ascii",
  ]

  static func isBuiltIn(_ start: [UInt8]) -> Bool {
    let lines = start.split(
      maxSplits: 2, omittingEmptySubsequences: false, whereSeparator: { $0 == 0x0a || $0 == 0x0d })
    return lines.prefix(2).allSatisfy { line in
      guard let name = name(in: line) else { return true }
      return builtIn.contains(name) || name.hasPrefix("utf-8-")
    }
  }

  private static func name(in line: ArraySlice<UInt8>) -> String? {
    let text = line.drop { [0x20, 0x09, 0x0c, 0xef, 0xbb, 0xbf].contains($0) }
    guard text.first == UInt8(ascii: "#") else { return nil }
    let comment = String(decoding: text, as: UTF8.self)
    guard let mark = comment.lastRange(ofText: "coding") else { return nil }
    let rest = comment[mark.upperBound...]
    guard rest.first == ":" || rest.first == "=" else { return nil }
    let name = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
      .prefix { $0.isLetter || $0.isNumber || "-_.".contains($0) }
    return name.isEmpty ? nil : String(name.lowercased().map { $0 == "_" ? "-" : $0 })
  }
}
