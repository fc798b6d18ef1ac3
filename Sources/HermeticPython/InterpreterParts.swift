import CHermetic
import HermeticPolicy
import HermeticSession

/// The parts of the interpreter that a program could turn against whoever runs it: where it imports
/// from, what watches it.
@safe
struct InterpreterParts {
  let state: UnsafeMutablePointer<EngineState>

  // SAFETY (of both): the state is never freed.
  private var library: PythonLibrary { unsafe state.pointee.library }
  private var image: PolicyImage { unsafe state.pointee.image }

  /// A list or a dictionary that the interpreter has been given, kept for good.
  @safe
  struct Kept {
    let name: String
    let container: Borrowed
    /// What it held when it was last as it should be: a list's items as a tuple, a dictionary's as a list
    /// of pairs.
    let items: Borrowed
    let isList: Bool
  }

  private static let lists = ["sys.path", "sys.meta_path", "sys.path_hooks"]

  /// Puts lists and a dictionary that ask in place of the interpreter's.
  func install() {
    guard unsafe state.pointee.watched.contains(.mutateInterpreter),
      unsafe state.pointee.keptParts.isEmpty,
      let guards = ShimModule(library: library).guards(),
      let make = unsafe library.table.pointee.PyDict_GetItemString(guards.object, "guard")
    else { return }
    for part in Self.lists + ["sys.path_importer_cache"]
    where unsafe state.pointee.hasBegun || image.decide(.mutateInterpreter, onPart: part) >= 0 {
      let name = String(part.dropFirst("sys.".count))
      guard let value = unsafe library.table.pointee.PySys_GetObject(name),
        let text = library.string(part),
        let guarded = unsafe library.call(make, [text.object, value]),
        unsafe library.table.pointee.PySys_SetObject(name, guarded.object) == 0
      else { continue }
      let isList = Self.lists.contains(part)
      guard let items = unsafe items(of: guarded.object, isList) else { continue }
      unsafe library.table.pointee.Py_IncRef(guarded.object)
      unsafe state.pointee.keptParts.append(
        Kept(name: name, container: guarded.object, items: items, isList: isList))
    }
    unsafe library.table.pointee.PyErr_Clear()
  }

  /// Finds out whether a list was changed behind its back; undoes it and refuses whatever was about to make
  /// use of it.
  ///
  /// Zero, or -1 with an exception set.
  func verify() -> CInt {
    let kept = unsafe state.pointee.keptParts
    guard !kept.isEmpty,
      unsafe library.table.pointee.PyInterpreterState_Get() == state.pointee.mainInterpreter
    else { return 0 }
    for (index, part) in kept.enumerated() where !isAsBefore(part) {
      let table = unsafe library.table
      if image.decide(.mutateInterpreter, onPart: "sys." + part.name) < 0 {
        unsafe state.pointee.keptParts[index] = current(part)
        continue
      }
      if part.name == "path", unsafe LibraryChild(state: state)?.hasTakenPath ?? false {
        unsafe state.pointee.keptParts[index] = guarded(part) ?? current(part)
        continue
      }
      if image.settings.onViolation == .log {
        _ = note("sys." + part.name)
        unsafe state.pointee.keptParts[index] = current(part)
        continue
      }
      restore(part)
      _ = unsafe table.pointee.PySys_SetObject(part.name, part.container)
      if note("sys." + part.name) != 0 { return -1 }
    }
    return 0
  }

  /// Takes a list as it is by now, after a change that its caller was permitted.
  func adopt(_ part: String) {
    guard image.decide(.mutateInterpreter, onPart: part) < 0 || isOwnUse(of: part) else { return }
    for (index, kept) in unsafe state.pointee.keptParts.enumerated()
    where part == "sys." + kept.name {
      unsafe state.pointee.keptParts[index] = current(kept)
    }
  }

  /// Refuses a change, or only logs it.
  private func note(_ part: String) -> CInt {
    let verdict = image.decide(.mutateInterpreter, onPart: part)
    return unsafe Refusal(state: state).inHook(.mutateInterpreter, on: part, verdict)
  }

  /// A part as it is by now, where changes are only logged.
  private func current(_ kept: Kept) -> Kept {
    let table = unsafe library.table
    guard let now = unsafe table.pointee.PySys_GetObject(kept.name) else { return kept }
    unsafe table.pointee.Py_IncRef(now)
    guard let items = unsafe items(of: now, kept.isList) else { return kept }
    unsafe table.pointee.Py_DecRef(kept.items)
    return unsafe Kept(name: kept.name, container: now, items: items, isList: kept.isList)
  }

  /// A list that has taken the place of a kept one, made one that asks.
  private func guarded(_ kept: Kept) -> Kept? {
    let table = unsafe library.table
    defer { unsafe table.pointee.PyErr_Clear() }
    guard let now = unsafe table.pointee.PySys_GetObject(kept.name), unsafe now != kept.container,
      let kind = unsafe library.attribute(kept.container, "__class__"),
      let made = unsafe library.call(kind.object, [now]),
      let part = library.string("sys." + kept.name),
      unsafe table.pointee.PyObject_SetAttrString(made.object, "_part", part.object) == 0,
      unsafe table.pointee.PySys_SetObject(kept.name, made.object) == 0
    else { return nil }
    return current(kept)
  }

  private func isAsBefore(_ kept: Kept) -> Bool {
    let table = unsafe library.table
    guard unsafe table.pointee.PySys_GetObject(kept.name) == kept.container else { return false }
    guard kept.isList else { return isDictionaryAsBefore(kept) }
    let count = unsafe table.pointee.PyList_Size(kept.container)
    guard unsafe count == table.pointee.PyTuple_Size(kept.items) else { return false }
    for index in 0..<count
    where unsafe table.pointee.PyList_GetItem(kept.container, index)
      != table.pointee.PyTuple_GetItem(kept.items, index)
    {
      return false
    }
    return true
  }

  private func isDictionaryAsBefore(_ kept: Kept) -> Bool {
    let table = unsafe library.table
    guard let found = unsafe items(of: kept.container, false) else { return false }
    let now = unsafe Owned(found, library)
    let count = unsafe table.pointee.PyList_Size(kept.items)
    guard unsafe count == table.pointee.PyList_Size(now.object) else { return false }
    for index in 0..<count {
      guard let old = unsafe table.pointee.PyList_GetItem(kept.items, index),
        let new = unsafe table.pointee.PyList_GetItem(now.object, index)
      else { return false }
      for half in 0..<2
      where unsafe table.pointee.PyTuple_GetItem(old, half)
        != table.pointee.PyTuple_GetItem(new, half)
      {
        return false
      }
    }
    return true
  }

  /// A new reference to what a list or a dictionary holds.
  private func items(of container: Borrowed, _ isList: Bool) -> Borrowed? {
    let table = unsafe library.table
    let found =
      isList
      ? unsafe table.pointee.PyList_AsTuple(container)
      : unsafe table.pointee.PyDict_Items(container)
    unsafe table.pointee.PyErr_Clear()
    return unsafe found
  }

  private func restore(_ kept: Kept) {
    let table = unsafe library.table
    if kept.isList {
      let size = unsafe table.pointee.PyList_Size(kept.container)
      _ = unsafe table.pointee.PyList_SetSlice(kept.container, 0, size, kept.items)
      return
    }
    unsafe table.pointee.PyDict_Clear(kept.container)
    for index in 0..<(unsafe table.pointee.PyList_Size(kept.items)) {
      guard let pair = unsafe table.pointee.PyList_GetItem(kept.items, index),
        let key = unsafe table.pointee.PyTuple_GetItem(pair, 0),
        let value = unsafe table.pointee.PyTuple_GetItem(pair, 1)
      else { continue }
      _ = unsafe table.pointee.PyDict_SetItem(kept.container, key, value)
    }
  }

  /// Whether the caller may change a part; if not, an exception is set.
  func permits(_ part: String) -> Bool {
    guard unsafe state.pointee.hasBegun else { return true }
    let verdict = image.decide(.mutateInterpreter, onPart: part)
    guard verdict >= 0 else { return true }
    // What becomes of it will be taken as it is.
    if isOwnUse(of: part) { return verify() == 0 }
    return note(part) == 0
  }

  /// Whether the library asks, whose task it is.
  private func isOwnUse(of part: String) -> Bool {
    guard let layout = unsafe state.pointee.standardLibrary else { return true }
    if unsafe LibraryChild(state: state)?.isPreparing(part) ?? false { return true }
    var isOwn = false
    var isInnermost = true
    var isProgram = false
    _ = Frames(library: library, layout: layout).visit { entry in
      switch entry.owner {
      case .engine: return false
      case .other:
        isOwn = false
        return true
      case .library, .frozen:
        let isTask = LibraryUse.bookkeeping.contains { use in
          use.part == part && use.files.contains { entry.isIn($0) }
            && use.functions.contains { entry.isCalled($0) }
        }
        if isInnermost, isTask {
          isOwn = true
          return true
        }
        if isInnermost { isProgram = !LibraryUse.starting.contains { entry.isWithin($0) } }
        isInnermost = false
        // A program of the library's own (`-m timeit`), which is nobody else's hand.
        isOwn =
          isProgram && entry.isCalled("_run_module_as_main")
          && LibraryUse.starting.contains { entry.isWithin($0) }
        return false
      }
    }
    return isOwn
  }
}

@c(hermetic_native_mutated) @implementation
func mutated(_ part: OpaquePointer) -> OpaquePointer? {
  guard let state = unsafe EngineState.current else { return nil }
  let library = unsafe state.pointee.library
  if let name = unsafe library.text(part) { unsafe InterpreterParts(state: state).adopt(name) }
  return unsafe library.newNone()
}

@c(hermetic_native_mutate) @implementation
func mutate(_ part: OpaquePointer) -> OpaquePointer? {
  guard let state = unsafe EngineState.current else { return nil }
  let library = unsafe state.pointee.library
  guard let name = unsafe library.text(part), unsafe InterpreterParts(state: state).permits(name)
  else { return nil }
  return unsafe library.newNone()
}
