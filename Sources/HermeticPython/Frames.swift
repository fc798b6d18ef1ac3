import CHermetic
import HermeticPolicy

/// The frames of the current thread, from the innermost outwards.
@safe
struct Frames {
  let library: PythonLibrary
  let layout: StandardLibrary

  /// A frame's code: whose it is, and what it is called there.
  @safe
  struct Entry {
    let frame: Borrowed?
    let code: Borrowed
    let owner: StandardLibrary.Owner
    /// Its file's whole name.
    let file: UnsafeBufferPointer<UInt8>
    let function: UnsafeBufferPointer<UInt8>

    /// The file as a path within the standard library, or the frozen module in its brackets.
    var place: UnsafeBufferPointer<UInt8> {
      guard case .library(let start) = owner else { return unsafe file }
      return unsafe UnsafeBufferPointer(rebasing: file[start...])
    }

    /// The package or the module at the top that the library's file is of: `xml` of `xml/sax/handler.py`.
    var topLevelName: String? {
      let frozen = "<frozen "
      let place = unsafe String(decoding: self.place, as: UTF8.self)
      let path = place.hasPrefix(frozen) ? place.dropFirst(frozen.count) : place[...]
      return path.split(whereSeparator: { "/.>".contains($0) }).first.map(String.init)
    }

    func isIn(_ file: StaticString) -> Bool {
      unsafe place.elementsEqual(
        UnsafeBufferPointer(start: file.utf8Start, count: file.utf8CodeUnitCount))
    }

    /// Whether the code is of a file, or of a folder by a name that ends with a slash.
    func isWithin(_ place: StaticString) -> Bool {
      let name = unsafe UnsafeBufferPointer(
        start: place.utf8Start, count: place.utf8CodeUnitCount)
      guard unsafe name.last == 0x2f else { return isIn(place) }
      return unsafe self.place.starts(with: name)
    }

    func isCalled(_ name: StaticString) -> Bool {
      unsafe function.elementsEqual(
        UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    }
  }

  /// Visits frames until the visitor answers true.
  ///
  /// False where there was none that it was after.
  func visit(_ body: (Entry) -> Bool) -> Bool {
    let table = unsafe library.table
    guard let first = unsafe table.pointee.PyEval_GetFrame() else { return false }
    if unsafe visit(first, body) { return true }
    unsafe table.pointee.Py_IncRef(first)
    var frame = unsafe Owned(first, library)
    var depth = 0
    while let next = unsafe table.pointee.PyFrame_GetBack(frame.object) {
      frame = unsafe Owned(next, library)
      if unsafe visit(frame.object, body) { return true }
      depth += 1
      // Who hides behind so many calls is nobody.
      if depth > 2000 { return false }
    }
    return false
  }

  private func visit(_ frame: Borrowed, _ body: (Entry) -> Bool) -> Bool {
    let code = unsafe Owned(library.table.pointee.PyFrame_GetCode(frame), library)
    // What cannot be told of is nobody's.
    if let answer = unsafe entry(code.object, of: frame, body) { return answer }
    let nothing = unsafe UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    return unsafe body(
      Entry(frame: frame, code: code.object, owner: .other, file: nothing, function: nothing))
  }

  /// Lends what a code object says of itself.
  func entry<Result>(
    _ code: Borrowed, of frame: Borrowed? = nil, _ body: (Entry) -> Result
  ) -> Result? {
    // SAFETY: the offsets were found on a code object of this very interpreter.
    guard let file = unsafe hermetic_member_at(code, layout.fileOffset),
      let name = unsafe hermetic_member_at(code, layout.nameOffset)
    else { return nil }
    let found = unsafe library.withWholeText(file) { file in
      unsafe library.withWholeText(name) { name in
        unsafe body(
          Entry(
            frame: frame, code: code, owner: layout.owner(of: file), file: file, function: name))
      }
    }
    return found.flatMap { $0 }
  }

  /// Whether a frame is at the import statement of a module, or of one around or below it; as against a
  /// call that imports.
  func isImporting(_ name: String, _ entry: Entry) -> Bool {
    guard let (imports, extends) = layout.instructions, let frame = unsafe entry.frame,
      let at = unsafe library.attribute(frame, "f_lasti"),
      let index = unsafe library.integer(at.object).map({ Int($0) }), index >= 0,
      let code = unsafe library.attribute(entry.code, "co_code"),
      let names = unsafe library.attribute(entry.code, "co_names")
    else { return false }
    let operand = unsafe library.withContent(code.object) { bytes -> Int? in
      guard index + 1 < bytes.count, unsafe bytes[index] == imports else {
        return nil
      }
      // Larger operands have their upper bytes in instructions before.
      var operand = unsafe Int(bytes[index + 1])
      var (before, shift) = (index - 2, 8)
      while before >= 0, unsafe bytes[before] == extends, shift < 32 {
        operand |= unsafe Int(bytes[before + 1]) << shift
        (before, shift) = (before - 2, shift + 8)
      }
      return operand
    }
    guard let operand, let number = operand,
      number < (unsafe library.table.pointee.PyTuple_Size(names.object)),
      let written = unsafe library.text(library.item(names.object, number))
    else { return false }
    // A relative name has its package before it, `from a import b` imports `a.b`.
    let package = String(name.prefix { $0 != "." })
    if LibraryUse.importedByExtensions[written]?.contains(package) == true { return true }
    if name == written || name.hasPrefix(written + ".") || written.hasPrefix(name + ".") {
      return !written.isEmpty
    }
    // A relative name is of the package that the file is in, whatever the program calls that.
    guard let own = entry.topLevelName, package == own else { return false }
    return written.isEmpty || name.hasSuffix("." + written)
      || name.contains(text: "." + written + ".")
  }

  /// A local variable of a frame, as text.
  func local(_ name: String, of entry: Entry) -> String? {
    unsafe withLocal(name, of: entry) { unsafe library.text($0) }.flatMap { $0 }
  }

  /// Lends a local variable of a frame.
  func withLocal<Result>(_ name: String, of entry: Entry, _ body: (Borrowed) -> Result) -> Result? {
    guard let frame = unsafe entry.frame, let key = library.string(name),
      let locals = unsafe library.attribute(frame, "f_locals")
    else { return nil }
    guard let found = unsafe library.table.pointee.PyObject_GetItem(locals.object, key.object)
    else {
      unsafe library.table.pointee.PyErr_Clear()
      return nil
    }
    let value = unsafe Owned(found, library)
    return unsafe body(value.object)
  }
}
