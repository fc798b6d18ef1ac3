import CHermetic
import HermeticPolicy

/// The built-ins that are asked about before they begin.
private enum AskedBuiltin {
  case eval, exec, compile, load, loads, frozenObject, rename, forkExec, createBuiltin, initFrozen
  case watch, profile, makeFolder, audit, assemble, copyCode

  init?(_ entry: Guard) {
    guard entry.isAskedFirst else { return nil }
    switch entry.name {
    case "eval": self = .eval
    case "exec": self = .exec
    case "compile" where entry.module == "builtins": self = .compile
    case "compile", "compilest", "compile_string", "assemble_code_object", "code_newempty":
      self = .assemble
    case "audit": self = .audit
    case "replace": self = .copyCode
    case "load": self = .load
    case "loads": self = .loads
    case "get_frozen_object": self = .frozenObject
    case "_fix_co_filename": self = .rename
    case "fork_exec": self = .forkExec
    case "create_builtin": self = .createBuiltin
    case "init_frozen": self = .initFrozen
    case "settrace", "setprofile": self = .watch
    case "enable": self = .profile
    case "mkdir": self = .makeFolder
    default: return nil
    }
  }

  static let all = CatalogEntry.allGuards.map { AskedBuiltin($0) }
}

@c(hermetic_before_builtin) @implementation
func beforeBuiltin(_ slot: CInt, _ arguments: UnsafePointer<OpaquePointer>, _ count: Int) -> CInt {
  guard let state = unsafe EngineState.current else { return 0 }
  if slot >= HostedEnds.firstSlot {
    return unsafe HostedEnds(state: state).decide(Int(slot), arguments, count)
  }
  guard let builtin = AskedBuiltin.all[Int(slot)] else { return 0 }
  // SAFETY: the caller passes `count` borrowed references.
  let first = unsafe count > 0 ? arguments[0] : nil
  let second = unsafe count > 1 ? arguments[1] : nil
  let execution = unsafe CodeExecution(state: state)
  let provenance = unsafe CodeProvenance(state: state)
  /// Announces the events beneath, if the call is permitted.
  func announcing(_ events: CUnsignedInt, _ isPermitted: Bool) -> CInt {
    guard isPermitted else { return -1 }
    let table = unsafe state.pointee.library.table
    unsafe hermetic_announce(
      CInt(events), UnsafeRawPointer(table.pointee.PyEval_GetFrame()),
      UnsafeRawPointer(table.pointee.PyInterpreterState_Get()))
    return 0
  }
  let (compiles, runs, loads) = (
    hermetic_announces_compile.rawValue, hermetic_announces_exec.rawValue,
    hermetic_announces_load.rawValue
  )
  switch builtin {
  case .eval: return announcing(compiles | runs, unsafe execution.permits(.eval, first))
  case .exec:
    // The interpreter does not call it.
    guard execution.hasCaller else { return execution.refuseOrLog(.exec) ? 0 : -1 }
    let isStart = unsafe state.pointee.starts > 0
    let awaitsMain = unsafe state.pointee.libraryStart?.awaitsMain ?? false
    guard unsafe execution.permits(.exec, first) else { return -1 }
    let hasStarted =
      unsafe isStart && state.pointee.starts == 0
      || awaitsMain && state.pointee.libraryStart?.awaitsMain == false
    return announcing(
      compiles | runs | (hasStarted ? hermetic_announces_start.rawValue : 0), true)
  case .compile:
    // A tree is no code yet (`PyCF_ONLY_AST`).
    let library = unsafe state.pointee.library
    var flags = unsafe count > 3 ? library.integer(arguments[3]) : nil
    if let names = unsafe hermetic_call_keywords() {
      for index in 0..<(unsafe library.table.pointee.PyTuple_Size(names))
      where unsafe library.text(library.item(names, index)) == "flags" {
        flags = unsafe library.integer(arguments[count + index])
      }
    }
    return announcing(
      compiles,
      unsafe (flags ?? 0) & 0x400 != 0 || execution.permits(.compile, first, name: second))
  case .assemble: return unsafe execution.permits(.compile, nil) ? 0 : -1
  case .load: return announcing(loads, unsafe execution.permits(.marshal, nil))
  case .loads:
    guard unsafe execution.hasCaller || execution.permits(.marshal, nil) else { return -1 }
    unsafe state.pointee.isSourceFixed =
      unsafe first.map { unsafe state.pointee.library.isFixed($0) } ?? false
    return 0
  case .frozenObject:
    hermetic_suspect_code(unsafe second == nil ? 0 : 1)
    return announcing(loads, unsafe second == nil || execution.permits(.marshal, second))
  case .forkExec:
    let child = unsafe ChildExecution(state: state)
    guard
      unsafe child.permits(first, second, in: count > 4 ? arguments[4] : nil)
        && child.permits(environment: count > 5 ? arguments[5] : nil, for: first)
    else { return -1 }
    hermetic_execute_child(1)
    return 0
  case .rename: return unsafe provenance.permitsRenaming(to: second) ? 0 : -1
  case .createBuiltin: return 0
  case .initFrozen:
    let name = unsafe first.flatMap { unsafe state.pointee.library.text($0) }
    return name.map { unsafe ImportGuard(state: state).permits($0) } ?? true ? 0 : -1
  case .copyCode:
    // Other flags are no other code.
    let names = unsafe hermetic_call_keywords()
    let changesFlags =
      unsafe names.map { names in
        unsafe state.pointee.library.table.pointee.PyTuple_Size(names) == 1
          && state.pointee.library.text(state.pointee.library.item(names, 0)) == "co_flags"
      } ?? false
    // A number, and not something that runs code to become one.
    let isNumber =
      unsafe changesFlags && count == 0 && state.pointee.library.isBuiltInNumber(arguments[0])
    return announcing(isNumber ? hermetic_announces_copy.rawValue : 0, true)
  case .audit: return announcing(hermetic_announces_forgery.rawValue, true)
  case .makeFolder:
    hermetic_write_cache(provenance.isCaching ? 1 : 0)
    return 0
  case .profile: return unsafe InterpreterParts(state: state).permits("trace") ? 0 : -1
  case .watch:
    // Nothing is watched by nobody.
    return announcing(
      hermetic_announces_watch.rawValue,
      unsafe first.map { unsafe state.pointee.library.isNone($0) } ?? true
        || InterpreterParts(state: state).permits("trace"))
  }
}

@c(hermetic_after_builtin) @implementation
func afterBuiltin(_ slot: CInt, _ result: OpaquePointer?) -> OpaquePointer? {
  hermetic_execute_child(0)
  hermetic_write_cache(0)
  guard slot < HostedEnds.firstSlot, let state = unsafe EngineState.current,
    let builtin = AskedBuiltin.all[Int(slot)]
  else { return unsafe result }
  switch builtin {
  case .loads, .frozenObject:
    guard hermetic_take_suspicion() != 0 else { return unsafe result }
    return unsafe CodeProvenance(state: state).examine(result)
  case .load: return unsafe CodeProvenance(state: state).examine(result)
  case .createBuiltin: return unsafe ImportGuard(state: state).examine(builtin: result)
  case .eval, .exec, .compile, .rename, .forkExec, .initFrozen, .watch, .profile, .makeFolder,
    .audit, .assemble, .copyCode:
    return unsafe result
  }
}
