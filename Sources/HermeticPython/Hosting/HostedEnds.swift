private import CHermetic
import Glibc
import HermeticPolicy
import HermeticSession

/// The built-ins that end a process, have it ended, or change what it is.
///
/// They are the host's: a plugin in its process fails instead, and the host goes on.
/// The guards are on what all references to a built-in lead to, so that there is none without, under whatever name and
/// in whatever copy of its module.
@safe
struct HostedEnds {
  let state: UnsafeMutablePointer<EngineState>

  // SAFETY: the state is never freed.
  private var library: PythonLibrary { unsafe state.pointee.library }

  private enum Part {
    case leaving, signal, signalToProcess, signalToGroup, handling, replacement, descriptor, device
    case limit, limitOf, identity, crash
  }

  private static let parts: [(module: String, part: Part, names: [String])] = [
    ("posix", .leaving, ["_exit"]), ("posix", .crash, ["abort"]),
    ("posix", .signalToProcess, ["kill"]), ("posix", .signalToGroup, ["killpg"]),
    ("posix", .replacement, ["execv", "execve"]),
    (
      "posix", .identity,
      [
        "setuid", "seteuid", "setreuid", "setresuid", "setgid", "setegid", "setregid", "setresgid",
        "setgroups", "initgroups", "tcsetpgrp",
      ]
    ),
    (
      "_signal", .signal,
      ["raise_signal", "pthread_kill", "pidfd_send_signal", "alarm", "setitimer"]
    ),
    ("_signal", .handling, ["signal", "siginterrupt", "set_wakeup_fd"]),
    (
      "faulthandler", .crash,
      [
        "dump_traceback_later", "_sigsegv", "_sigabrt", "_sigfpe", "_read_null", "_stack_overflow",
        "_fatal_error_c_thread",
      ]
    ),
    ("fcntl", .descriptor, ["fcntl"]), ("fcntl", .device, ["ioctl"]),
    ("resource", .limit, ["setrlimit"]), ("resource", .limitOf, ["prlimit"]),
  ]

  private static let guards: [(module: String, name: String, part: Part)] = parts.flatMap { part in
    part.names.map { (part.module, $0, part.part) }
  }

  /// The slots of the guards that the catalog lists are before these.
  static let firstSlot = CatalogEntry.allGuards.count

  /// Puts the guards on; what a version does not have needs none.
  func install() {
    for (index, entry) in Self.guards.enumerated() {
      guard let module = unsafe library.table.pointee.PyImport_ImportModule(entry.module) else {
        unsafe library.table.pointee.PyErr_Clear()
        continue
      }
      let holder = unsafe Owned(module, library)
      guard let builtin = unsafe library.attribute(holder.object, entry.name) else { continue }
      _ = unsafe hermetic_guard_method(
        library.table, builtin.object, entry.name, CInt(Self.firstSlot + index), true)
    }
  }

  /// Whether a call may begin; if not, -1 with an exception set.
  func decide(_ slot: Int, _ arguments: UnsafePointer<OpaquePointer>, _ count: Int) -> CInt {
    guard HostedScope.isInside, !HostedProcess.isCopied else { return 0 }
    // SAFETY: there are `count` arguments, and after them those that are named.
    func number(_ index: Int) -> Int? {
      unsafe index < count ? library.integer(arguments[index]) : nil
    }
    switch Self.guards[slot - Self.firstSlot].part {
    case .leaving:
      let isGiven = unsafe count > 0 || hermetic_call_keywords() != nil
      unsafe library.table.pointee.PyErr_SetObject(
        library.systemExit, isGiven ? arguments[0] : nil)
      return -1
    case .signal: return refuse("a plugin does not send signals to its host")
    case .signalToProcess:
      guard count > 0 else { return 0 }
      if let process = number(0), !Self.reachesHost(process) { return 0 }
      return refuse("a plugin does not send signals to its host")
    case .signalToGroup:
      guard count > 0 else { return 0 }
      // The group 1 is everybody, to the kernel.
      if let group = number(0), group > 1, group != Int(getpgrp()) { return 0 }
      return refuse("a plugin does not send signals to its host")
    case .handling:
      // What everybody is ready for: most of a host's threads are none to do it on.
      unsafe library.table.pointee.PyErr_SetString(
        library.valueError,
        "signal only works in main thread of the main interpreter")
      return -1
    case .replacement:
      let image = unsafe state.pointee.image
      let verdict = image.defaultVerdict(.spawn)
      let program = unsafe count > 0 ? library.text(arguments[0]) : nil
      if verdict >= 0, !image.hasCommandRules,
        unsafe Refusal(state: state).inHook(
          .spawn, on: Command.name(program ?? "a program"), verdict) != 0
      {
        return -1
      }
      return refuse("a plugin does not put a program in its host's place")
    case .descriptor:
      guard count > 1 else { return 0 }
      if let command = number(1), !Self.signals.contains(command),
        command != Int(F_SETFL) || number(2).map({ $0 & Self.asynchronous == 0 }) ?? false
      {
        return 0
      }
      return refuse("a plugin has no signals sent to its host")
    case .device:
      guard count > 1 else { return 0 }
      if let request = number(1),
        !Self.requests.contains(UInt32(truncatingIfNeeded: request))
      {
        return 0
      }
      return refuse("a plugin has no signals sent to its host")
    case .limit: return refuse("a plugin does not limit its host")
    case .limitOf:
      guard count > 2 else { return 0 }
      if let process = number(0), process > 0, !Self.reachesHost(process) { return 0 }
      return refuse("a plugin does not limit its host")
    case .identity: return refuse("a plugin does not change whose process its host is")
    case .crash: return refuse("a plugin does not end its host")
    }
  }

  /// Commands of `fcntl(2)` by which signals come: F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_NOTIFY.
  private static let signals: Set<Int> = [8, 10, 15, 1024, 1026]
  private static let asynchronous = 0x2000
  /// Those of `ioctl(2)`: FIOASYNC, FIOSETOWN, SIOCSPGRP; and of terminals TIOCSPGRP, TIOCSTI, TIOCNOTTY, TIOCVHANGUP.
  private static let requests: Set<UInt32> = [
    0x5452, 0x8901, 0x8902, 0x5410, 0x5412, 0x5422, 0x5437,
  ]

  /// Whether a signal to so numbered a process would be one to this: any of its threads has it, too.
  private static func reachesHost(_ process: Int) -> Bool {
    unsafe process == 0 || process == -1 || process == -Int(getpgrp()) || process == Int(getpid())
      || process > 0 && access("/proc/self/task/\(process)", F_OK) == 0
  }

  private func refuse(_ text: String) -> CInt {
    let table = unsafe library.table
    let kind = unsafe library.permissionError
    guard let number = unsafe table.pointee.PyLong_FromLong(CLong(EPERM)) else { return -1 }
    let code = unsafe Owned(number, library)
    if let text = library.string(text),
      let error = unsafe library.call(kind, [code.object, text.object])
    {
      unsafe table.pointee.PyErr_SetObject(kind, error.object)
    } else {
      unsafe table.pointee.PyErr_SetString(kind, text)
    }
    return -1
  }
}
