private import CHermetic
import HermeticPolicy
import HermeticSession

/// A policy that a host's calls into Python are made under, on whatever thread.
///
/// On each thread it has a record of its own, so that going from one to another is exchanging two pointers.
@safe
package final class HostedScope: @unchecked Sendable {
  // SAFETY (Sendable): what changes does so with the GIL.
  private let entry: ScopeEntry
  private let state: UnsafeMutablePointer<EngineState>
  private var records: [UInt: ThreadScopes] = [:]
  /// The one that was asked for last, mostly the one that is asked for next.
  private var latest: (thread: UInt, record: ThreadScopes)?
  private let listener: ViolationListener
  /// The folders, or the file, that the code itself is in.
  private let folders: [[UInt8]]
  /// Those of what is installed, which is everybody's.
  private let installed: [[UInt8]]

  /// Makes the engine ready to hold a policy; with the GIL.
  ///
  /// `folders` are those that the code is in, which it may read.
  init(
    _ policy: Policy, folders: [String], state: UnsafeMutablePointer<EngineState>,
    listener: ViolationListener
  ) throws(HostedFailure) {
    var policy = unsafe policy.replacingCommands(ScopeRequest.findCommand)
      .completed(for: state.pointee.library)
    if policy.refusedByDefault[.readFile] != nil {
      for folder in folders {
        policy.allow(
          ActionSet(.readFile, .listFiles), .path(PathPattern(prefix: folder)),
          origin: .builtIn("the plugin is read from there"))
      }
    }
    policy = policy.resolvingPaths(ScopeRequest.resolve)
    guard let compiled = ScopePolicy(policy, .narrows, listener: listener) else {
      throw HostedFailure(.unavailable, "no memory for the policy")
    }
    guard unsafe ShimModule(library: state.pointee.library).complete() else {
      unsafe state.pointee.library.table.pointee.PyErr_Print()
      throw HostedFailure(.unavailable, "the hermetic module cannot be made")
    }
    if let error = unsafe Activation(state: state).prepare(for: compiled) {
      throw HostedFailure(.unavailable, "a policy is not possible: \(error)")
    }
    let owner = unsafe FrameOwner(address: UnsafeRawPointer(state), code: nil)
    entry = ScopeEntry(compiled, .thread, owner, nil)
    unsafe self.state = state
    self.listener = listener
    hermetic_count_scopes(1)
    self.folders = folders.map { Array($0.utf8) }
    installed = unsafe ImportGuard(state: state).siteFolders.map { Array($0.utf8) }
    listener.scope = self
  }

  // MARK: The plugin's own code

  /// Has code hold to the policy wherever it runs, and whoever calls it: when another plugin calls an object of this
  /// one's, or the interpreter its destructor.
  ///
  /// The code is about to run for the first time, under this scope. Libraries are everybody's: code that is named after a
  /// library's file is one's where importlib runs it, which has read it from there.
  func own(_ code: Borrowed, isExecuted: Bool) {
    let library = unsafe state.pointee.library
    guard
      unsafe UnsafeMutableRawPointer(hermetic_type_of(code)) == library.table.pointee.PyCode_Type,
      let layout = unsafe state.pointee.standardLibrary,
      let name = unsafe library.attribute(code, "co_filename")
    else { return }
    let isOwn = unsafe library.withWholeText(name.object) { file in
      let isWithin = folders.contains { folder in
        // Another plugin's folder may begin with the same letters.
        unsafe file.starts(with: folder)
          && (file.count == folder.count || file[folder.count] == 0x2f)
      }
      if isWithin { return true }
      var isLibrary = true
      if case .other = unsafe layout.owner(of: file) {
        isLibrary = installed.contains { unsafe file.starts(with: $0) }
      }
      return !isLibrary || isExecuted && !isImporting(library, layout)
    }
    if isOwn ?? true { unsafe take(code, library) }
  }

  /// Whether importlib is what asks.
  private func isImporting(_ library: PythonLibrary, _ layout: StandardLibrary) -> Bool {
    var isImporting = false
    _ = Frames(library: library, layout: layout).visit { entry in
      if case .frozen = entry.owner { isImporting = true }
      return true
    }
    return isImporting
  }

  private func take(_ code: Borrowed, _ library: PythonLibrary) {
    let address = unsafe UnsafeRawPointer(code)
    guard unsafe state.pointee.scopes.add(entry, ofCode: address) else { return }
    guard unsafe hermetic_watch_code(code) == 0 else {
      // Other code may be where this has been.
      unsafe library.table.pointee.PyErr_Clear()
      return unsafe state.pointee.scopes.remove(code: address)
    }
    guard let constants = unsafe library.attribute(code, "co_consts")
    else { return }
    var index = 0
    while let constant = unsafe library.item(constants.object, index) {
      index += 1
      if unsafe UnsafeMutableRawPointer(hermetic_type_of(constant))
        == library.table.pointee.PyCode_Type
      {
        unsafe take(constant, library)
      }
    }
  }

  /// The one that the current thread is under, if it is under one.
  static var current: HostedScope? {
    guard hermetic_have_scopes() != 0, let state = unsafe EngineState.current else { return nil }
    guard let entry = unsafe ViolationListener.entry(state), let listener = entry.policy.listener
    else { return nil }
    return unsafe listener.scope ?? HostedScope(entry, state, listener)
  }

  /// Another for what is left of a plugin that nobody has any more: its threads.
  private init(
    _ entry: ScopeEntry, _ state: UnsafeMutablePointer<EngineState>, _ listener: ViolationListener
  ) {
    self.entry = entry
    unsafe self.state = state
    self.listener = listener
    folders = []
    installed = []
    hermetic_count_scopes(1)
    listener.scope = self
  }

  /// Whether the current thread is under one.
  static var isInside: Bool {
    guard hermetic_have_scopes() != 0, let state = unsafe EngineState.current else { return false }
    return unsafe ViolationListener.current(state) != nil
  }

  deinit { hermetic_count_scopes(-1 - Int32(records.count)) }

  /// The current thread's record.
  private var record: ThreadScopes {
    let thread = UInt(hermetic_thread_identity())
    if let latest, latest.thread == thread { return latest.record }
    let record: ThreadScopes
    if let known = records[thread] {
      record = known
    } else {
      record = unsafe ThreadScopes(inheriting: [entry], state.pointee.session.image)
      // It has inherited something, as far as who counts is concerned.
      hermetic_count_scopes(1)
      records[thread] = record
    }
    latest = (thread, record)
    return record
  }

  /// Does something under the policy; with the GIL.
  func within<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let before = unsafe ThreadScopes.exchange(record, state.pointee.scopes)
    defer {
      _ = unsafe ThreadScopes.exchange(before, state.pointee.scopes)
      listener.flush()
    }
    return try body()
  }

  /// Does something as the host, in the middle of a call.
  static func outside<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard hermetic_have_scopes() != 0, let state = unsafe EngineState.current else {
      return try body()
    }
    let before = unsafe ThreadScopes.exchange(nil, state.pointee.scopes)
    // Neither do the frames count that wait for it.
    let last = unsafe hermetic_set_last_frame(hermetic_innermost_frame())
    defer {
      _ = unsafe hermetic_set_last_frame(last)
      _ = unsafe ThreadScopes.exchange(before, state.pointee.scopes)
    }
    return try body()
  }
}

@c(hermetic_code_ends) @implementation
func codeEnds(_ code: UnsafeMutableRawPointer) {
  unsafe EngineState.current?.pointee.scopes.remove(code: UnsafeRawPointer(code))
}
