import CHermetic

/// Where the interpreter's own library is: what code there does, it does as the interpreter.
///
/// Found before anyone else's code runs, and kept where Python cannot reach it.
struct StandardLibrary {
  /// The folder, with a slash at its end, as modules name their files.
  let folder: [UInt8]
  /// The same behind links.
  let realFolder: [UInt8]
  /// Where a code object keeps its file's name and its own, in bytes from its start.
  let fileOffset: CInt
  let nameOffset: CInt
  /// The instruction of an import statement, and that which extends the operand of the next; nil where
  /// nobody asks for them.
  let instructions: (imports: UInt8, extends: UInt8)?

  /// What is known once the interpreter can import: nil before.
  ///
  /// `knowsImports` says whether it must be able to tell an import statement.
  init?(_ library: PythonLibrary, knowsImports: Bool) {
    // The one package that every interpreter loads from there at its start.
    guard let name = library.string("encodings"),
      let module = unsafe library.table.pointee.PyImport_GetModule(name.object)
    else { return nil }
    let encodings = unsafe Owned(module, library)
    guard let file = unsafe library.attribute(encodings.object, "__file__"),
      let path = unsafe library.text(file.object),
      let range = path.lastRange(ofText: "/encodings/")
    else { return nil }
    let text = String(path[..<range.lowerBound])
    folder = Array(text.utf8) + [0x2f]
    realFolder = Array(RealPath.resolve(text).utf8) + [0x2f]
    guard
      let made = unsafe library.table.pointee.Py_CompileString("0", "<hermetic layout>", 257)
    else {
      unsafe library.table.pointee.PyErr_Clear()
      return nil
    }
    let code = unsafe Owned(made, library)
    guard let file = unsafe library.attribute(code.object, "co_filename"),
      let name = unsafe library.attribute(code.object, "co_name")
    else { return nil }
    fileOffset = unsafe hermetic_offset_of(code.object, file.object)
    nameOffset = unsafe hermetic_offset_of(code.object, name.object)
    guard fileOffset >= 0, nameOffset >= 0 else { return nil }
    guard knowsImports else {
      instructions = nil
      return
    }
    guard
      let statement = Self.instructions(of: "import a", library),
      let other = Self.instructions(of: "a = 0; a(0, None)", library),
      let instruction = statement.first(where: { !other.contains($0) })
    else { return nil }
    // More names than a byte can count.
    let many = (0..<300).map { "a\($0)" }.joined(separator: ";")
    guard let extended = Self.instructions(of: many, library),
      let extends = extended.first(where: { number in
        !other.contains(number) && extended.count(where: { $0 == number }) < 200
      })
    else { return nil }
    instructions = (instruction, extends)
  }

  /// The instructions of a statement, without what they are about.
  private static func instructions(of statement: String, _ library: PythonLibrary) -> [UInt8]? {
    guard
      let made = unsafe library.table.pointee.Py_CompileString(statement, "<hermetic layout>", 257)
    else {
      unsafe library.table.pointee.PyErr_Clear()
      return nil
    }
    let code = unsafe Owned(made, library)
    guard let bytes = unsafe library.attribute(code.object, "co_code") else { return nil }
    return unsafe library.withContent(bytes.object) { bytes in
      stride(from: 0, to: bytes.count, by: 2).map { unsafe bytes[$0] }
    }
  }

  /// Who a file's code belongs to.
  enum Owner: Equatable {
    /// The library itself: where in it, `json/decoder.py`, or the name of a frozen module.
    case library(Int)
    case frozen
    /// The shim.
    case engine
    case other
  }

  /// Tells by a code object's file name.
  ///
  /// `library` says how many bytes the folder takes.
  func owner(of file: UnsafeBufferPointer<UInt8>) -> Owner {
    if unsafe file.count > 0 && file[0] == 0x3c {
      if unsafe file.starts(with: "<frozen ".utf8) { return .frozen }
      return unsafe file.elementsEqual("<hermetic>".utf8) ? .engine : .other
    }
    for folder in [folder, realFolder] where unsafe file.starts(with: folder) {
      let rest = unsafe UnsafeBufferPointer(rebasing: file[folder.count...])
      // Packages that were installed are below it, and nothing of it is behind `..`.
      if unsafe rest.starts(with: "site-packages/".utf8) || rest.starts(with: "dist-packages/".utf8)
        || Self.climbs(rest)
      {
        return .other
      }
      return .library(folder.count)
    }
    return .other
  }

  /// Whether a path has a component `..`.
  static func climbs(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
    var start = 0
    for index in 0...path.count where unsafe index == path.count || path[index] == 0x2f {
      if unsafe index - start == 2 && path[start] == 0x2e && path[start + 1] == 0x2e { return true }
      start = index + 1
    }
    return false
  }

  /// Whether a file is the library's own: not to be written to by code that is judged by where it is.
  func holds(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
    if case .library = unsafe owner(of: path) { return true }
    return false
  }
}

/// A path behind links, as far as it exists.
enum RealPath {
  /// The path behind links, as far as there is something.
  static func resolveAsFarAsItGoes(_ path: String) -> String {
    var (folder, rest) = (path, "")
    while !folder.isEmpty {
      if let real = existing(folder) { return (real == "/" ? "" : real) + rest }
      guard let slash = folder.lastIndex(of: "/") else { break }
      rest = folder[slash...] + rest
      folder = String(folder[..<slash])
    }
    return path
  }

  /// The path behind links, or the same where there is nothing.
  static func resolve(_ path: String) -> String { existing(path) ?? path }

  private static func existing(_ path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: 4097)
    let length = unsafe buffer.withUnsafeMutableBufferPointer { target in
      guard let start = target.baseAddress else { return 0 }
      return unsafe hermetic_real_path(path, start, 4096)
    }
    guard length > 0 else { return nil }
    return String(
      decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
