import CHermetic
import HermeticPolicy
import HermeticSession

/// What a scope asks for, compiled: a layer to put inside the run's policy, or a grant.
@safe
final class ScopePolicy: @unchecked Sendable {
  // SAFETY (Sendable): nothing changes after `init`, and whoever decides by the image keeps this object.

  /// What a scope does to what is in force.
  enum Effect { case narrows, grants }

  let effect: Effect
  let image: PolicyImage
  /// The actions that it can refuse, or grants.
  let actions: ActionSet
  private let memory: UnsafeMutableRawBufferPointer

  /// Whether its violations are told on standard error as they happen.
  let traces: Bool
  /// Who is told of its violations, beside the log.
  let listener: ViolationListener?

  /// Compiles a policy; nil where memory cannot be had.
  init?(
    _ policy: Policy, _ effect: Effect, traces: Bool = false, listener: ViolationListener? = nil
  ) {
    let bytes = PolicyImage.compile(policy)
    unsafe memory = .allocate(byteCount: bytes.count, alignment: 8)
    unsafe memory.copyBytes(from: bytes)
    let namesHost = policy.rules.contains { rule in
      if case .domain = rule.pattern { !rule.effect.refuses } else { false }
    }
    let book = namesHost ? AddressBook() : nil
    guard let image = unsafe PolicyImage(UnsafeRawBufferPointer(memory)),
      book != nil || !namesHost
    else {
      unsafe memory.deallocate()
      return nil
    }
    self.image = book.map(image.remembering) ?? image
    self.effect = effect
    self.traces = traces
    self.listener = listener
    actions = image.refusable
  }

  deinit {
    image.book?.release()
    unsafe memory.deallocate()
  }
}

/// A scope that code has entered.
@safe
final class ScopeEntry: @unchecked Sendable {
  // SAFETY (Sendable): what changes does so under the registry's lock.

  /// What it holds for.
  enum Bond {
    /// Its thread, and what that starts, until it is left.
    case thread
    /// One frame, wherever that runs, and all that it calls.
    case frame
    /// The process.
    case process
  }

  let policy: ScopePolicy
  let bond: Bond
  /// The frame that has entered it, by its address, and that frame's code.
  let frame: UnsafeRawPointer
  let code: UnsafeRawPointer?
  /// The frame's object, which the scope keeps, where that can tell whether it has ended.
  var frameObject: Borrowed?
  let isOfGenerator: Bool
  /// The frame that has really called, where another acts for the one that it holds for.
  let caller: UnsafeRawPointer
  /// The thread that has entered it, while there is one.
  private(set) weak var thread: ThreadScopes?
  /// What it goes on from, in a task that was started there.
  let source: ScopeEntry?
  /// Whether it has not been left.
  var isInForce = true

  init(
    _ policy: ScopePolicy, _ bond: Bond, _ owner: FrameOwner, _ thread: ThreadScopes?,
    from source: ScopeEntry? = nil
  ) {
    self.policy = policy
    self.bond = bond
    unsafe frame = owner.address
    unsafe code = owner.code
    unsafe caller = owner.caller
    isOfGenerator = owner.isGenerator
    self.thread = thread
    self.source = source
  }

  /// Whether the frame that it is of has not ended, as far as that can be told.
  var isOfLivingFrame: Bool {
    guard let object = unsafe frameObject else { return true }
    return unsafe hermetic_is_frame_of(object, frame, isOfGenerator)
  }

  /// Whether a grant still stands: what was started in its block has it no longer than the block.
  var isGranted: Bool { isInForce && isOfLivingFrame && source?.isGranted ?? true }
}
