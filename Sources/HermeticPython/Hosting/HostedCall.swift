private import CHermetic
package import HermeticPolicy
import Synchronization

/// A call that somebody waits for, and may stop waiting for.
@safe
package final class HostedCall: @unchecked Sendable {
  // SAFETY (Sendable): what changes is in the mutex, or used atomically.
  private enum State {
    case waiting
    /// On a thread, by its identity.
    case running(UInt)
    case ended
  }

  private struct Shared {
    var state = State.waiting
    var isInterrupted = false
  }

  private let shared = Mutex(Shared())
  /// One, once somebody has been told of the result.
  private let told: UnsafeMutablePointer<UInt32>

  package init() {
    unsafe told = .allocate(capacity: 1)
    unsafe told.initialize(to: 0)
  }

  deinit { unsafe told.deallocate() }

  /// Notes that there is a result.
  package func tell() { unsafe hermetic_store(told, 1) }

  /// Whether there is a result, or is within a few microseconds: fewer than it takes to be woken.
  package func isTold(within nanoseconds: Int64) -> Bool {
    unsafe hermetic_spin_while(told, 0, nanoseconds)
    return unsafe hermetic_load(told) != 0
  }

  /// Whether the call is over.
  package var hasEnded: Bool {
    shared.withLock { shared in if case .ended = shared.state { true } else { false } }
  }

  /// Notes that a call is over that another process made, or that nobody made.
  package func endElsewhere() { shared.withLock { $0.state = .ended } }

  /// Notes that the current thread makes the call; false where nobody waits for it any more.
  func begin() -> Bool {
    shared.withLock { shared in
      if shared.isInterrupted {
        shared.state = .ended
        return false
      }
      shared.state = .running(UInt(hermetic_thread_identity()))
      return true
    }
  }

  /// Notes that the call is over; with the GIL.
  func end(_ host: PythonHost) {
    let isInterrupted = shared.withLock { shared in
      shared.state = .ended
      return shared.isInterrupted
    }
    // What was on its way to the call is not for the next one.
    if isInterrupted {
      _ = unsafe host.hosting.pointee.PyThreadState_SetAsyncExc(hermetic_thread_identity(), nil)
    }
  }

  /// Raises an exception in the call's code, as soon as that runs Python again; again and again while it goes on.
  package func interrupt(_ host: PythonHost) {
    let isRunning = shared.withLock { shared in
      shared.isInterrupted = true
      if case .running = shared.state { return true }
      return false
    }
    guard isRunning else { return }
    host.threads.submit(urgent: true) { [self] in
      // With the GIL, without which no call ends.
      guard case .running(let thread) = shared.withLock({ $0.state }) else { return nil }
      _ = unsafe host.hosting.pointee.PyThreadState_SetAsyncExc(
        UInt(thread), host.helper(.Interrupted))
      return nil
    }
  }
}

/// A module of Python's that a host calls, and what it is called under.
@safe
package final class LocalPlugin: HostedPlugin, @unchecked Sendable {
  // SAFETY (Sendable): the module is only looked at with the GIL.
  let module: LocalReference
  package let host: PythonHost
  package let scope: HostedScope?
  /// Whether the module is this plugin's alone.
  private let isOwn: Bool

  init(_ module: LocalReference, _ host: PythonHost, _ scope: HostedScope?, isOwn: Bool) {
    self.module = module
    self.host = host
    self.scope = scope
    self.isOwn = isOwn
  }

  /// Has Python do something, on the current thread, which has the GIL.
  package func perform(
    _ operation: HostedOperation, _ wish: HostedWish
  ) throws(HostedFailure) -> HostedValue? {
    do throws(HostedFailure) {
      let result = try performHeld(operation, wish)
      HostedProcess.leaveCopy()
      return result
    } catch {
      HostedProcess.leaveCopy(error)
      throw error
    }
  }

  private func performHeld(
    _ operation: HostedOperation, _ wish: HostedWish
  ) throws(HostedFailure) -> HostedValue? {
    guard let scope else { return try host.perform(operation, wish, self) }
    return try scope.within { () throws(HostedFailure) in
      try host.perform(operation, wish, self)
    }
  }

  package func interrupt(_ call: HostedCall) { call.interrupt(host) }

  // In this process nothing stops code that runs on, but that it is asked again.
  package func abandon(_ call: HostedCall) { call.interrupt(host) }

  package func close() {
    guard isOwn else { return }
    host.threads.submit { [host, module, scope] in
      do throws(HostedFailure) {
        let forget = { () throws(HostedFailure) in
          _ = unsafe Owned(
            try host.result(of: host.helper(.forget), [module.object]), host.library)
        }
        if let scope {
          try scope.within(forget)
        } else {
          try forget()
        }
      } catch {
        // The module stays, which harms nobody: the next plugin of its name has another.
      }
      return nil
    }
  }

  /// The same for somebody who waits, on a thread of the host's.
  package func submit(
    _ operation: HostedOperation, _ wish: HostedWish, _ call: HostedCall,
    _ done: @escaping @Sendable (Result<HostedValue?, HostedFailure>) -> Void
  ) {
    host.threads.submit { [self] in
      guard call.begin() else {
        return { done(.failure(HostedFailure(.interrupted, "the call was not begun"))) }
      }
      let result: Result<HostedValue?, HostedFailure>
      do throws(HostedFailure) {
        result = .success(try perform(operation, wish))
      } catch {
        result = .failure(error)
      }
      call.end(host)
      return { done(result) }
    }
  }
}

extension PythonHost {
  /// Where a plugin's code is.
  package enum PluginCode: Hashable, Sendable {
    /// A file, by its absolute path; with the folder that its submodules are in, and one that its other modules are
    /// in.
    case file(String, name: String, submodules: String?, others: String?)
    /// A module that is found as any other.
    case module(String)

    /// The folder that its other modules are in.
    package var others: String? {
      if case .file(_, _, _, let others) = self { others } else { nil }
    }

    /// The folders that the code itself is in.
    package var folders: [String] {
      switch self {
      case .file(let path, _, let submodules, let others):
        [submodules ?? path, others].compactMap { $0 }
      case .module: []
      }
    }
  }

  /// Imports a plugin under its policy, on the current thread, which has the GIL; without one under the run's alone.
  package func load(
    _ code: PluginCode, _ policy: Policy?, listener: ViolationListener
  ) throws(HostedFailure) -> LocalPlugin {
    let scope = try policy.map { policy throws(HostedFailure) in
      unsafe try HostedScope(policy, folders: code.folders, state: state, listener: listener)
    }
    // As the host: the policy may refuse such changes.
    if case .file(_, _, _, let others?) = code {
      let folder = unsafe Owned(try object(from: .text(others)), library)
      _ = unsafe Owned(try result(of: helper(.add_path), [folder.object]), library)
    }
    let work = { [self] () throws(HostedFailure) -> LocalReference in
      let module: Borrowed
      switch code {
      case .module(let name):
        let name = unsafe Owned(try object(from: .text(name)), library)
        unsafe module = try result(of: helper(.find), [name.object])
      case .file(let path, let name, let submodules, _):
        let words: [HostedValue] = [
          .text(name), .text(path), submodules.map { .text($0) } ?? .none,
        ]
        let arguments = unsafe Owned(try tuple(of: words), library)
        unsafe module = try made(
          library.table.pointee.PyObject_Call(helper(.load), arguments.object, nil))
      }
      return unsafe LocalReference(module, self, scope, typeName: "module")
    }
    let module: LocalReference
    if let scope {
      module = try scope.within(work)
    } else {
      module = try work()
    }
    var isOwn = false
    if case .file = code { isOwn = true }
    return LocalPlugin(module, self, scope, isOwn: isOwn)
  }

  fileprivate func perform(
    _ operation: HostedOperation, _ wish: HostedWish, _ plugin: LocalPlugin
  ) throws(HostedFailure) -> HostedValue? {
    func own(_ reference: (any HostedReference)?) throws(HostedFailure) -> Borrowed {
      guard let reference else { return unsafe plugin.module.object }
      guard let local = reference as? LocalReference, local.host === self else {
        throw HostedFailure(.conversion, "the \(reference.typeName) is of another interpreter")
      }
      return unsafe local.object
    }
    let table = unsafe library.table
    switch operation {
    case .call(let reference, let name, let arguments):
      let target = unsafe try own(reference)
      guard let name else { return unsafe try call(target, arguments, wish, plugin.scope) }
      let function = unsafe Owned(
        try made(table.pointee.PyObject_GetAttrString(target, name)), library)
      return unsafe try call(function.object, arguments, wish, plugin.scope)
    case .attribute(let reference, ""):
      return unsafe try value(try own(reference), wish, plugin.scope)
    case .attribute(let reference, let name):
      let found = unsafe Owned(
        try made(table.pointee.PyObject_GetAttrString(try own(reference), name)), library)
      return unsafe try value(found.object, wish, plugin.scope)
    case .assign(let reference, let name, let value):
      let object = unsafe Owned(try object(from: value), library)
      guard
        unsafe table.pointee.PyObject_SetAttrString(try own(reference), name, object.object) == 0
      else { throw failure() }
      return HostedValue.none
    case .next(let reference):
      guard let item = unsafe hosting.pointee.PyIter_Next(try own(reference)) else {
        if unsafe table.pointee.PyErr_Occurred() != nil { throw failure() }
        return nil
      }
      let owned = unsafe Owned(item, library)
      return unsafe try value(owned.object, wish, plugin.scope)
    }
  }

  /// Calls an object, and runs the coroutine to its end that it may give.
  private func call(
    _ function: Borrowed, _ arguments: HostedArguments, _ wish: HostedWish, _ scope: HostedScope?
  ) throws(HostedFailure) -> HostedValue {
    let table = unsafe library.table
    let made: Borrowed
    if arguments.positional.isEmpty, arguments.keywords.isEmpty {
      unsafe made = try self.made(hosting.pointee.PyObject_CallNoArgs(function))
    } else {
      let positional = unsafe Owned(try tuple(of: arguments.positional), library)
      if arguments.keywords.isEmpty {
        unsafe made = try self.made(
          table.pointee.PyObject_Call(function, positional.object, nil))
      } else {
        let keywords = unsafe Owned(try self.made(table.pointee.PyDict_New()), library)
        for (name, value) in arguments.keywords {
          let value = unsafe Owned(try object(from: value), library)
          guard unsafe table.pointee.PyDict_SetItemString(keywords.object, name, value.object) == 0
          else {
            throw failure()
          }
        }
        unsafe made = try self.made(
          table.pointee.PyObject_Call(function, positional.object, keywords.object))
      }
    }
    let result = unsafe Owned(made, library)
    guard
      unsafe UnsafeMutableRawPointer(hermetic_type_of(result.object)) == table.pointee.PyCoro_Type
    else { return unsafe try value(result.object, wish, scope) }
    let finished = unsafe Owned(try self.result(of: helper(.finish), [result.object]), library)
    return unsafe try value(finished.object, wish, scope)
  }
}

// MARK: - Functions of the host's

@c(hermetic_host_function_call) @implementation
func callHostFunction(
  _ pointer: UnsafeMutableRawPointer, _ arguments: OpaquePointer, _ keywords: OpaquePointer?
) -> OpaquePointer? {
  guard let host = PythonHost.current else { return nil }
  // SAFETY: the pointer is from `PythonHost.object`, retained by the object that is called.
  let function = unsafe Unmanaged<HostedFunction>.fromOpaque(pointer).takeUnretainedValue()
  do throws(HostedFailure) {
    return unsafe try host.call(function, arguments, keywords)
  } catch {
    host.raise(error)
    return nil
  }
}

@c(hermetic_host_release) @implementation
func releaseHostOwner(_ owner: UnsafeMutableRawPointer) {
  // SAFETY: the pointer is from `PythonHost.object`, which retained it for this.
  let object = unsafe Unmanaged<AnyObject>.fromOpaque(owner)
  // What a closure has captured ends as the host, whoever gives the closure up.
  HostedScope.outside { unsafe object.release() }
}

extension PythonHost {
  fileprivate func call(
    _ function: HostedFunction, _ arguments: Borrowed, _ keywords: Borrowed?
  ) throws(HostedFailure) -> Borrowed {
    guard !threads.isCrowded else {
      throw HostedFailure(
        .unavailable, "too many calls of the program's functions wait for their results")
    }
    let scope = HostedScope.current
    var given = HostedArguments()
    for index in unsafe 0..<library.table.pointee.PyTuple_Size(arguments) {
      guard let item = unsafe library.table.pointee.PyTuple_GetItem(arguments, index) else {
        throw failure()
      }
      unsafe given.positional.append(try value(item, .value, scope))
    }
    if let keywords = unsafe keywords,
      case .dictionary(let pairs) = unsafe try value(keywords, .value, scope)
    {
      for (key, value) in pairs {
        if case .text(let name) = key { given.keywords.append((name, value)) }
      }
    }
    // As the host, on a thread that others need not wait for.
    let result = try HostedScope.outside { () throws(HostedFailure) in
      let state = unsafe hosting.pointee.PyEval_SaveThread()
      defer { if let state = unsafe state { unsafe hosting.pointee.PyEval_RestoreThread(state) } }
      return try threads.aside { () throws(HostedFailure) in try function.body(given) }
    }
    return unsafe try object(from: result)
  }

  /// Sets the exception that says why a function of the host's has no result.
  fileprivate func raise(_ failure: HostedFailure) {
    let type = unsafe failure.kind == .conversion ? library.typeError : library.runtimeError
    unsafe library.table.pointee.PyErr_SetString(type, failure.message)
  }
}
