private import CHermetic
import HermeticPolicy

// Values on their way to Python and back; all of it with the GIL.

extension PythonHost {
  /// How deep values may be nested.
  private static let depth = 200

  // MARK: To Python

  /// A new reference to what a value is in Python.
  func object(from value: HostedValue) throws(HostedFailure) -> Borrowed {
    let table = unsafe library.table
    switch value {
    case .none: return unsafe try made(library.newNone())
    case .boolean(let truth): return unsafe try made(table.pointee.PyBool_FromLong(truth ? 1 : 0))
    case .integer(let number): return unsafe try made(table.pointee.PyLong_FromLong(number))
    case .largeInteger(let digits):
      return unsafe try made(hosting.pointee.PyLong_FromString(digits, nil, 16))
    case .real(let number): return unsafe try made(hosting.pointee.PyFloat_FromDouble(number))
    case .text(var text):
      return unsafe try made(
        text.withUTF8 { text in
          unsafe text.withMemoryRebound(to: CChar.self) {
            // An empty text has no address.
            unsafe $0.baseAddress.map {
              unsafe table.pointee.PyUnicode_DecodeUTF8($0, text.count, nil)
            }
              ?? table.pointee.PyUnicode_DecodeUTF8("", 0, nil)
          }
        })
    case .bytes(let bytes):
      return unsafe try made(
        bytes.withBytes { bytes in
          unsafe table.pointee.PyBytes_FromStringAndSize(
            bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
        })
    case .memory(let bytes):
      let owner = unsafe Unmanaged.passRetained(bytes as AnyObject).toOpaque()
      // SAFETY: the bytes stay where they are while their owner is retained.
      let memory = unsafe try made(
        bytes.withBytes { unsafe hermetic_make_host_memory($0.baseAddress, $0.count, owner) })
      defer { unsafe table.pointee.Py_DecRef(memory) }
      return unsafe try made(hosting.pointee.PyMemoryView_FromObject(memory))
    case .list(let values):
      let list = unsafe Owned(try made(table.pointee.PyList_New(0)), library)
      for value in values {
        let item = unsafe Owned(try object(from: value), library)
        if unsafe table.pointee.PyList_Append(list.object, item.object) != 0 { throw failure() }
      }
      return unsafe take(list)
    case .tuple(let values): return unsafe try tuple(of: values)
    case .set(let values):
      let set = unsafe Owned(try made(hosting.pointee.PySet_New(nil)), library)
      for value in values {
        let item = unsafe Owned(try object(from: value), library)
        if unsafe hosting.pointee.PySet_Add(set.object, item.object) != 0 { throw failure() }
      }
      return unsafe take(set)
    case .dictionary(let pairs):
      let dictionary = unsafe Owned(try made(table.pointee.PyDict_New()), library)
      for (key, value) in pairs {
        let key = unsafe Owned(try object(from: key), library)
        let value = unsafe Owned(try object(from: value), library)
        if unsafe table.pointee.PyDict_SetItem(dictionary.object, key.object, value.object) != 0 {
          throw failure()
        }
      }
      return unsafe take(dictionary)
    case .moment(let seconds):
      let number = unsafe Owned(try object(from: .real(seconds)), library)
      return unsafe try result(of: helper(.moment), [number.object])
    case .object(let reference):
      guard let local = reference as? LocalReference, local.host === self else {
        throw HostedFailure(.conversion, "the \(reference.typeName) is of another interpreter")
      }
      unsafe table.pointee.Py_IncRef(local.object)
      return unsafe local.object
    case .function(let function):
      return unsafe try made(
        hermetic_make_host_function(Unmanaged.passRetained(function).toOpaque()))
    }
  }

  /// A new reference to a tuple of values.
  func tuple(of values: [HostedValue]) throws(HostedFailure) -> Borrowed {
    let tuple = unsafe Owned(try made(hosting.pointee.PyTuple_New(values.count)), library)
    for (index, value) in values.enumerated() {
      // It takes the reference over.
      _ = unsafe hosting.pointee.PyTuple_SetItem(tuple.object, index, try object(from: value))
    }
    return unsafe take(tuple)
  }

  /// Hands over a reference that would be given back.
  private func take(_ owned: borrowing Owned) -> Borrowed {
    unsafe library.table.pointee.Py_IncRef(owned.object)
    return unsafe owned.object
  }

  // MARK: From Python

  /// What is wanted of an object.
  func value(
    _ object: Borrowed, _ wish: HostedWish, _ scope: HostedScope?
  ) throws(HostedFailure) -> HostedValue {
    switch wish {
    case .nothing: return .none
    case .value: return unsafe try value(of: object, scope, depth: 0)
    // `None` is nil, whatever else was wanted.
    case .object where unsafe library.isNone(object), .buffer where unsafe library.isNone(object):
      return .none
    case .object: return unsafe .object(reference(object, scope))
    case .sequence:
      let made = unsafe Owned(try result(of: helper(.Sequence), [object]), library)
      return unsafe .object(reference(made.object, scope))
    case .buffer: return unsafe .memory(try BufferBytes(object, self, scope))
    }
  }

  func reference(_ object: Borrowed, _ scope: HostedScope?) -> LocalReference {
    unsafe library.table.pointee.Py_IncRef(object)
    return unsafe LocalReference(object, self, scope, typeName: typeName(of: object))
  }

  /// The name of an object's type, which its metaclass may have a say in.
  func typeName(of object: Borrowed) -> String {
    guard let name = unsafe library.attribute(hermetic_type_of(object), "__name__") else {
      return "object"
    }
    return unsafe library.text(name.object) ?? "object"
  }

  private func value(
    of object: Borrowed, _ scope: HostedScope?, depth: Int
  ) throws(HostedFailure) -> HostedValue {
    guard depth < Self.depth else {
      throw HostedFailure(.conversion, "the value is nested more than \(Self.depth) deep")
    }
    try pause()
    let table = unsafe library.table
    let type = unsafe UnsafeMutableRawPointer(hermetic_type_of(object))
    let flags = unsafe table.pointee.PyType_GetFlags(hermetic_type_of(object))
    switch UInt(flags) {
    case let flags where flags & 1 << 24 != 0:
      if unsafe type == hosting.pointee.PyBool_Type { return unsafe .boolean(integer(object) == 1) }
      if let number = unsafe integer(object) { return .integer(number) }
      return unsafe .largeInteger(try hexadecimal(object))
    case let flags where flags & 1 << 28 != 0:
      guard let text = unsafe library.text(object) else {
        throw HostedFailure(.conversion, "a str is no text")
      }
      return .text(text)
    case let flags where flags & 1 << 27 != 0:
      return unsafe .bytes(try bytes(of: object, scope))
    case let flags where flags & 1 << 25 != 0:
      var values: [HostedValue] = []
      var index = 0
      // Code of its elements may change it on the way.
      while unsafe index < table.pointee.PyList_Size(object) {
        guard let item = unsafe table.pointee.PyList_GetItem(object, index) else { throw failure() }
        unsafe table.pointee.Py_IncRef(item)
        let owned = unsafe Owned(item, library)
        unsafe values.append(try value(of: owned.object, scope, depth: depth + 1))
        index += 1
      }
      return .list(values)
    case let flags where flags & 1 << 26 != 0:
      var values: [HostedValue] = []
      for index in unsafe 0..<table.pointee.PyTuple_Size(object) {
        guard let item = unsafe table.pointee.PyTuple_GetItem(object, index) else {
          throw failure()
        }
        unsafe values.append(try value(of: item, scope, depth: depth + 1))
      }
      return .tuple(values)
    case let flags where flags & 1 << 29 != 0:
      return unsafe try dictionary(object, scope, depth: depth)
    default: break
    }
    if unsafe library.isNone(object) { return .none }
    if let floating = unsafe real(object, type) { return floating }
    let sets = unsafe [hosting.pointee.PySet_Type, hosting.pointee.PyFrozenSet_Type]
    if unsafe sets.contains(where: { unsafe type == $0 || isSubtype(object, $0) }) {
      return unsafe .set(try elements(of: object, scope, depth: depth))
    }
    return unsafe try simplified(object, scope, depth: depth)
  }

  /// How many parts of values are looked at in a row.
  private static let stretch = 1 << 14

  /// Lets others have the lock now and then, and the call be interrupted: a value can have more parts than there is time
  /// for (`a = [a, a]`, again and again), or no end.
  private func pause() throws(HostedFailure) {
    parts += 1
    guard parts >= Self.stretch else { return }
    parts = 0
    _ = unsafe Owned(try result(of: helper(.pause), []), library)
  }

  /// The number in an `int`, as itself.
  private func integer(_ object: Borrowed) -> Int? {
    var overflow: CInt = 0
    let value = unsafe library.table.pointee.PyLong_AsLongAndOverflow(object, &overflow)
    return overflow == 0 ? value : nil
  }

  private func hexadecimal(_ object: Borrowed) throws(HostedFailure) -> String {
    let text = unsafe Owned(try made(hosting.pointee.PyNumber_ToBase(object, 16)), library)
    return unsafe library.text(text.object) ?? "0x0"
  }

  private func isSubtype(_ object: Borrowed, _ type: UnsafeMutableRawPointer) -> Bool {
    unsafe library.table.pointee.PyType_IsSubtype(hermetic_type_of(object), OpaquePointer(type))
      != 0
  }

  private func real(_ object: Borrowed, _ type: UnsafeMutableRawPointer) -> HostedValue? {
    let floating = unsafe hosting.pointee.PyFloat_Type
    guard unsafe type == floating || isSubtype(object, floating) else { return nil }
    let number = unsafe hosting.pointee.PyFloat_AsDouble(object)
    if unsafe type != floating, unsafe UnsafeMutableRawPointer(helper(.Moment)) == type,
      HostedValue.moments.contains(number)
    {
      return .moment(number)
    }
    return .real(number)
  }

  /// Copies a few bytes; many stay where they are, which takes giving them back.
  private func bytes(
    of object: Borrowed, _ scope: HostedScope?
  ) throws(HostedFailure) -> any LentBytes {
    var start: UnsafeMutablePointer<CChar>?
    var count = 0
    guard unsafe library.table.pointee.PyBytes_AsStringAndSize(object, &start, &count) == 0 else {
      throw failure()
    }
    guard count < 1 << 15 else { return unsafe try BufferBytes(object, self, scope) }
    return unsafe OwnedBytes(copying: UnsafeRawBufferPointer(start: start, count: count))
  }

  private func dictionary(
    _ object: Borrowed, _ scope: HostedScope?, depth: Int
  ) throws(HostedFailure) -> HostedValue {
    // A list of its items: code of its keys may change it on the way.
    let items = unsafe Owned(try made(library.table.pointee.PyDict_Items(object)), library)
    var pairs: [(key: HostedValue, value: HostedValue)] = []
    for index in unsafe 0..<library.table.pointee.PyList_Size(items.object) {
      guard let item = unsafe library.table.pointee.PyList_GetItem(items.object, index),
        let key = unsafe library.item(item, 0), let value = unsafe library.item(item, 1)
      else { throw failure() }
      unsafe pairs.append(
        (
          try self.value(of: key, scope, depth: depth + 1),
          try self.value(of: value, scope, depth: depth + 1)
        ))
    }
    return .dictionary(pairs)
  }

  private func elements(
    of object: Borrowed, _ scope: HostedScope?, depth: Int
  ) throws(HostedFailure) -> [HostedValue] {
    let iterator = unsafe Owned(try made(hosting.pointee.PyObject_GetIter(object)), library)
    var values: [HostedValue] = []
    while let item = unsafe hosting.pointee.PyIter_Next(iterator.object) {
      let owned = unsafe Owned(item, library)
      unsafe values.append(try value(of: owned.object, scope, depth: depth + 1))
    }
    if unsafe library.table.pointee.PyErr_Occurred() != nil { throw failure() }
    return values
  }

  /// What an object of another type amounts to, or the object.
  private func simplified(
    _ object: Borrowed, _ scope: HostedScope?, depth: Int
  ) throws(HostedFailure) -> HostedValue {
    let answer = unsafe Owned(try result(of: helper(.simplify), [object]), library)
    guard let simpler = unsafe library.item(answer.object, 1) else {
      return unsafe .object(reference(object, scope))
    }
    return unsafe try value(of: simpler, scope, depth: depth + 1)
  }

  // MARK: Results and failures

  /// A new reference that a call has given, or the exception that it has set.
  func made(_ object: Borrowed?) throws(HostedFailure) -> Borrowed {
    guard let object = unsafe object else { throw failure() }
    return unsafe object
  }

  /// The result of a call, a new reference.
  func result(of function: Borrowed, _ arguments: [Borrowed]) throws(HostedFailure) -> Borrowed {
    var arguments = unsafe arguments
    return unsafe try made(
      arguments.withUnsafeMutableBufferPointer { buffer in
        unsafe hermetic_call(library.table, function, buffer.baseAddress, buffer.count)
      })
  }

  /// The exception that is set, which is cleared.
  func failure() -> HostedFailure {
    let table = unsafe library.table
    var (type, value, trace): (Borrowed?, Borrowed?, Borrowed?) = (nil, nil, nil)
    unsafe table.pointee.PyErr_Fetch(&type, &value, &trace)
    unsafe hosting.pointee.PyErr_NormalizeException(&type, &value, &trace)
    defer {
      unsafe [type, value, trace].forEach { unsafe table.pointee.Py_DecRef($0) }
    }
    guard let type = unsafe type, let value = unsafe value else {
      return HostedFailure(.unavailable, "no exception is set")
    }
    let none = unsafe OpaquePointer(table.pointee._Py_NoneStruct)
    guard let told = unsafe library.call(helper(.describe), [type, value, trace ?? none]) else {
      return unsafe HostedFailure(
        .raised, "an exception that cannot be told", type: typeName(of: value))
    }
    return unsafe failure(
      told.object, isInterruption: type == helper(.Interrupted))
  }

  private func failure(_ told: Borrowed, isInterruption: Bool) -> HostedFailure {
    func text(_ index: Int) -> String { unsafe library.text(library.item(told, index)) ?? "" }
    var failure = HostedFailure(.raised, text(1), type: text(0), traceback: text(2))
    if isInterruption { failure.kind = .interrupted }
    if let status = unsafe library.integer(library.item(told, 3)) {
      failure.kind = .exited
      failure.status = Int32(truncatingIfNeeded: status)
    }
    if let caller = unsafe library.item(told, 5), unsafe library.kind(caller) == .tuple {
      failure.kind = .violation
      let file = unsafe library.text(library.item(caller, 0)) ?? ""
      let place = unsafe Violation.Caller(
        file: file, line: library.integer(library.item(caller, 1)) ?? 0,
        function: library.text(library.item(caller, 2)) ?? "")
      failure.violation = HeardViolation(
        Violation(message: failure.message, rule: -1, caller: file.isEmpty ? nil : place),
        origin: text(4))
    }
    return failure
  }
}
