import CHermetic
import HermeticPolicy
import HermeticSession

/// The scopes in force on one thread, and the policy that they make of the run's.
///
/// Changed under the registry's lock alone; the policy in force is put together again where something has
/// changed, and otherwise read as it is.
@safe
final class ThreadScopes {
  /// What the thread that started this one was under.
  var inherited: [ScopeEntry]
  /// What has been entered here, and what calls that were put off have brought along.
  var entered: [Held] = []
  /// What holds in place of the inherited scopes while a call runs that was put off elsewhere.
  var replacements: [[ScopeEntry]] = []
  /// Counts the changes of all of these.
  private(set) var version = 0

  @safe
  struct Held {
    let entry: ScopeEntry
    /// The call that has brought it along, if one has.
    let call: UnsafeRawPointer?
  }

  private var seen = (version: -1, registry: -1)
  private var found: [ScopeEntry] = []
  private var nodes: UnsafeMutablePointer<PolicyImage>
  private var capacity = 8
  private var current: UnsafePointer<PolicyImage>
  /// What the nodes point into, and what those before them did, which a decision may still be made by.
  private var kept: [ScopePolicy] = []
  private var keptBefore: [ScopePolicy] = []

  init(inheriting entries: [ScopeEntry], _ base: PolicyImage) {
    inherited = entries
    unsafe nodes = .allocate(capacity: capacity)
    unsafe nodes.initialize(to: base)
    unsafe current = UnsafePointer(nodes)
  }

  deinit { unsafe nodes.deallocate() }

  /// Notes that what is in force has changed.
  func change() {
    version += 1
    if ThreadScopes.existing === self { hermetic_set_current_policy(nil, 0) }
  }

  /// The current thread's, if it has one.
  static var existing: ThreadScopes? {
    // SAFETY: only `current` and `enterThread` set it, to an object of this class that they keep.
    unsafe hermetic_thread_scopes().map {
      unsafe Unmanaged<ThreadScopes>.fromOpaque($0).takeUnretainedValue()
    }
  }

  /// The current thread's.
  static func current(_ base: PolicyImage) -> ThreadScopes {
    existing ?? adopt(ThreadScopes(inheriting: [], base))
  }

  /// Makes a record the current thread's.
  @discardableResult
  static func adopt(_ record: ThreadScopes) -> ThreadScopes {
    unsafe hermetic_set_thread_scopes(Unmanaged.passRetained(record).toOpaque())
    return record
  }

  /// Makes this record the current thread's for a while, and gives back the one that it had.
  static func exchange(_ record: ThreadScopes?, _ registry: ScopeRegistry) -> ThreadScopes? {
    let before = existing
    // SAFETY: whoever exchanges records keeps both until they are exchanged again.
    unsafe hermetic_set_thread_scopes(record.map { unsafe Unmanaged.passUnretained($0).toOpaque() })
    if let record, record.isComposed(registry) {
      unsafe hermetic_set_current_policy(record.current, registry.sharedVersion)
    } else {
      hermetic_set_current_policy(nil, 0)
    }
    return before
  }

  /// Whether the policy that was put together last is the one in force.
  private func isComposed(_ registry: ScopeRegistry) -> Bool {
    found.isEmpty && seen.version == version && seen.registry == registry.version
  }

  /// Takes the current thread out of what it inherited: it works for others.
  static func leaveInherited() {
    guard let record = existing else { return }
    hermetic_set_thread_scopes(nil)
    hermetic_set_current_policy(nil, 0)
    unsafe releaseThreadScopes(Unmanaged.passUnretained(record).toOpaque())
  }

  /// The policy in force on this thread, which is the current one.
  func policy(_ registry: ScopeRegistry, _ base: PolicyImage) -> PolicyImage {
    if registry.framesMatter {
      hermetic_lock_scopes()
      if !registry.areOfFrames(found) {
        found = registry.entriesOfFrames()
        seen.version = -1
      }
      hermetic_unlock_scopes()
    } else if !found.isEmpty {
      found = []
      seen.version = -1
    }
    if seen.version != version || seen.registry != registry.version { compose(registry, base) }
    return unsafe current.pointee
  }

  /// What is in force here beyond what holds for the whole process, the outermost first.
  func entries(_ registry: ScopeRegistry) -> [ScopeEntry] {
    hermetic_lock_scopes()
    defer { hermetic_unlock_scopes() }
    return own + registry.entriesOfFrames()
  }

  /// Whether a scope in force on the current thread tells of its violations.
  static func traces(_ registry: ScopeRegistry) -> Bool {
    guard hermetic_have_scopes() != 0 else { return false }
    return (registry.process + (existing?.entries(registry) ?? [])).contains { $0.policy.traces }
  }

  private var own: [ScopeEntry] { (replacements.last ?? inherited) + entered.map(\.entry) }

  private func compose(_ registry: ScopeRegistry, _ base: PolicyImage) {
    hermetic_lock_scopes()
    defer { hermetic_unlock_scopes() }
    seen = (version, registry.version)
    var layers: [ScopePolicy] = []
    var grants: [ScopePolicy] = []
    for entry in registry.process + own + found {
      switch entry.policy.effect {
      case .narrows:
        if !layers.contains(where: { $0 === entry.policy }) { layers.append(entry.policy) }
      case .grants:
        if entry.isGranted, !grants.contains(where: { $0 === entry.policy }) {
          grants.append(entry.policy)
        }
      }
    }
    let count = layers.count + grants.count + 1
    if count > capacity {
      unsafe nodes.deallocate()
      capacity = 2 * count
      unsafe nodes = .allocate(capacity: capacity)
    }
    var next = unsafe nodes
    func place(_ image: PolicyImage) -> UnsafeMutablePointer<PolicyImage> {
      unsafe next.initialize(to: image)
      defer { unsafe next += 1 }
      return unsafe next
    }
    var granted: UnsafePointer<PolicyImage>?
    for grant in grants {
      let image = unsafe granted.map { unsafe grant.image.inside($0) } ?? grant.image
      unsafe granted = UnsafePointer(place(image))
    }
    var innermost = unsafe place(base.granting(granted))
    for layer in layers {
      unsafe innermost = place(layer.image.inside(UnsafePointer(innermost)))
    }
    keptBefore = kept
    kept = layers + grants
    unsafe current = UnsafePointer(innermost)
    unsafe hermetic_set_current_policy(current, registry.sharedVersion)
  }
}

// MARK: - What threads begin and end with

@c(hermetic_release_thread_scopes) @implementation
func releaseThreadScopes(_ record: UnsafeMutableRawPointer) {
  // SAFETY: the record is that of the thread that ends, retained by `adopt`.
  let scopes = unsafe Unmanaged<ThreadScopes>.fromOpaque(record)
  let inherits = unsafe !scopes.takeUnretainedValue().inherited.isEmpty
  unsafe scopes.release()
  if inherits { hermetic_count_scopes(-1) }
}

@c(hermetic_begin_thread) @implementation
func beginThread() -> UnsafeMutableRawPointer? { unsafe captureScopes() }

@c(hermetic_enter_thread) @implementation
func enterThread(_ inheritance: UnsafeMutableRawPointer) {
  // SAFETY: the pointer is from `beginThread`, and handed over.
  let captured = unsafe Unmanaged<CapturedScopes>.fromOpaque(inheritance).takeRetainedValue()
  guard let state = unsafe EngineState.current else { return }
  hermetic_count_scopes(1)
  unsafe ThreadScopes.adopt(
    ThreadScopes(inheriting: captured.entries, state.pointee.session.image))
}

@c(hermetic_abandon_thread) @implementation
func abandonThread(_ inheritance: UnsafeMutableRawPointer) {
  unsafe releaseCapture(inheritance)
}
