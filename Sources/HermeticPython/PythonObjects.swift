import CHermetic
import HermeticPolicy

/// An object that someone else keeps alive while it is looked at.
typealias Borrowed = OpaquePointer

extension PythonLibrary {
  /// What an object is, by the bits that CPython keeps in every type for the commonest ones; they are
  /// the type's own and its subclasses', whatever a class says of itself.
  enum Kind {
    case integer, bytes, string, tuple, none, other
  }

  func kind(_ object: Borrowed) -> Kind {
    let flags = unsafe table.pointee.PyType_GetFlags(hermetic_type_of(object))
    if flags & 1 << 28 != 0 { return .string }
    if flags & 1 << 27 != 0 { return .bytes }
    if flags & 1 << 26 != 0 { return .tuple }
    if flags & 1 << 24 != 0 { return .integer }
    return unsafe UnsafeMutableRawPointer(object) == table.pointee._Py_NoneStruct ? .none : .other
  }

  func item(_ tuple: Borrowed?, _ index: Int) -> Borrowed? {
    guard let tuple = unsafe tuple, unsafe kind(tuple) == .tuple,
      unsafe index < table.pointee.PyTuple_Size(tuple)
    else { return nil }
    return unsafe table.pointee.PyTuple_GetItem(tuple, index)
  }

  /// The number in an `int`, as itself: a subclass's own methods are not asked.
  func integer(_ object: Borrowed?) -> Int? {
    guard let object = unsafe object, unsafe kind(object) == .integer else { return nil }
    var overflow: CInt = 0
    let value = unsafe table.pointee.PyLong_AsLongAndOverflow(object, &overflow)
    return overflow == 0 ? value : nil
  }

  /// Lends the bytes of a `str` (UTF-8), `bytes` or `bytearray`, up to the first null byte and
  /// followed by one: what a C function makes of them.
  ///
  /// The object's own methods are not asked.
  func withText<Result>(
    _ object: Borrowed, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result? {
    var start: UnsafePointer<CChar>?
    switch unsafe kind(object) {
    case .string: unsafe start = table.pointee.PyUnicode_AsUTF8AndSize(object, nil)
    case .bytes:
      var bytes: UnsafeMutablePointer<CChar>?
      var size = 0
      if unsafe table.pointee.PyBytes_AsStringAndSize(object, &bytes, &size) == 0 {
        unsafe start = UnsafePointer(bytes)
      }
    case .integer, .tuple, .none: return nil
    case .other:
      guard unsafe hermetic_is_byte_array(table, object) != 0 else { return nil }
      unsafe start = UnsafePointer(table.pointee.PyByteArray_AsString(object))
    }
    guard let start = unsafe start else {
      unsafe table.pointee.PyErr_Clear()
      return nil
    }
    var length = 0
    while unsafe start[length] != 0 { length += 1 }
    // SAFETY: CPython ends all three with a null byte, which the loop found; the borrowed object keeps
    // them while `body` runs.
    return unsafe start.withMemoryRebound(to: UInt8.self, capacity: length + 1) {
      unsafe body(UnsafeBufferPointer(start: $0, count: length))
    }
  }

  /// Lends the whole of a `str`'s UTF-8, with null bytes and what is no character and yet stands in it
  /// (a surrogate); of other objects, the same as `withText`.
  func withWholeText<Result>(
    _ object: Borrowed, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result? {
    guard unsafe kind(object) == .string else { return unsafe withText(object, body) }
    var size = 0
    if let start = unsafe table.pointee.PyUnicode_AsUTF8AndSize(object, &size) {
      // SAFETY: CPython keeps that many bytes with the borrowed object.
      return unsafe start.withMemoryRebound(to: UInt8.self, capacity: size) {
        unsafe body(UnsafeBufferPointer(start: $0, count: size))
      }
    }
    unsafe table.pointee.PyErr_Clear()
    // Names of files have bytes that are no UTF-8 so.
    for errors in ["surrogateescape", "surrogatepass"] {
      guard let made = unsafe table.pointee.PyUnicode_AsEncodedString(object, "utf-8", errors)
      else {
        unsafe table.pointee.PyErr_Clear()
        continue
      }
      let bytes = unsafe Owned(made, self)
      return unsafe withContent(bytes.object) {
        unsafe body($0.assumingMemoryBound(to: UInt8.self))
      }
    }
    return nil
  }

  /// The whole text of an object.
  func text(_ object: Borrowed?) -> String? {
    guard let object = unsafe object else { return nil }
    return unsafe withWholeText(object) { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// A new reference to an attribute, or nil without an exception set.
  func attribute(_ object: Borrowed, _ name: String) -> Owned? {
    guard let value = unsafe table.pointee.PyObject_GetAttrString(object, name) else {
      unsafe table.pointee.PyErr_Clear()
      return nil
    }
    return unsafe Owned(value, self)
  }

  /// A new `str`.
  func string(_ text: String) -> Owned? {
    guard let made = unsafe table.pointee.PyUnicode_DecodeUTF8(text, text.utf8.count, nil) else {
      unsafe table.pointee.PyErr_Clear()
      return nil
    }
    return unsafe Owned(made, self)
  }

  /// Calls an object with at most eight arguments; nil without an exception set.
  func call(_ function: Borrowed, _ arguments: [Borrowed] = unsafe []) -> Owned? {
    var arguments = unsafe arguments
    let made = unsafe arguments.withUnsafeMutableBufferPointer { buffer in
      unsafe hermetic_call(table, function, buffer.baseAddress, buffer.count)
    }
    guard let made = unsafe made else {
      unsafe table.pointee.PyErr_Clear()
      return nil
    }
    return unsafe Owned(made, self)
  }

  /// Calls an object for its effect; false with an exception set.
  func callOrFail(_ function: Borrowed, _ arguments: [Borrowed]) -> Bool {
    var arguments = unsafe arguments
    let made = unsafe arguments.withUnsafeMutableBufferPointer { buffer in
      unsafe hermetic_call(table, function, buffer.baseAddress, buffer.count)
    }
    unsafe table.pointee.Py_DecRef(made)
    return unsafe made != nil
  }

  /// Whether an object is an exception.
  func isException(_ object: Borrowed) -> Bool {
    unsafe table.pointee.PyType_GetFlags(hermetic_type_of(object)) & 1 << 30 != 0
  }

  /// Whether an object's bytes cannot change: `bytes`, or a view of such.
  func isFixed(_ object: Borrowed) -> Bool {
    if unsafe kind(object) == .bytes { return true }
    guard
      unsafe UnsafeMutableRawPointer(hermetic_type_of(object)) == table.pointee.PyMemoryView_Type,
      let base = unsafe attribute(object, "obj")
    else { return false }
    return unsafe kind(base.object) == .bytes
  }

  /// Whether an object is an `int` of no class that Python code has made.
  func isBuiltInNumber(_ object: Borrowed) -> Bool {
    let flags = unsafe table.pointee.PyType_GetFlags(hermetic_type_of(object))
    return flags & 1 << 24 != 0 && flags & 1 << 9 == 0
  }

  func isNone(_ object: Borrowed) -> Bool {
    unsafe object == OpaquePointer(table.pointee._Py_NoneStruct)
  }

  /// A new reference to `None`.
  func newNone() -> Borrowed? {
    let none = OpaquePointer(unsafe table.pointee._Py_NoneStruct)
    unsafe table.pointee.Py_IncRef(none)
    return unsafe none
  }

  // SAFETY (of all): the symbols hold CPython's own references to the classes.
  var permissionError: Borrowed {
    unsafe table.pointee.PyExc_PermissionError.load(as: Borrowed.self)
  }
  var keyError: Borrowed {
    unsafe table.pointee.PyExc_KeyError.load(as: Borrowed.self)
  }
  var systemExit: Borrowed {
    unsafe table.pointee.PyExc_SystemExit.load(as: Borrowed.self)
  }
  var typeError: Borrowed {
    unsafe table.pointee.PyExc_TypeError.load(as: Borrowed.self)
  }
  var valueError: Borrowed {
    unsafe table.pointee.PyExc_ValueError.load(as: Borrowed.self)
  }
  var runtimeError: Borrowed {
    unsafe table.pointee.PyExc_RuntimeError.load(as: Borrowed.self)
  }
}

/// A reference that is given back when it goes out of scope.
@safe
struct Owned: ~Copyable {
  let object: Borrowed
  private let library: PythonLibrary

  /// Takes over a new reference.
  init(_ object: Borrowed, _ library: PythonLibrary) {
    unsafe self.object = object
    self.library = library
  }

  deinit { unsafe library.table.pointee.Py_DecRef(object) }
}
