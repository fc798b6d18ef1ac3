import CHermetic
import Synchronization

/// The threads that run Python for a host: as many as have something to do, each with a thread state of its own.
///
/// A thread takes the GIL first and work second. So there is never more than one that only waits for the GIL, work
/// that is short is done by one thread without a switch, and another begins where code has given the GIL up to wait
/// for something. The threads that callers are on never wait.
@safe
package final class InterpreterThreads: @unchecked Sendable {
  // SAFETY (Sendable): everything that changes is in the mutex, or is atomic.
  /// Something to do with the GIL, and something after it: to tell somebody, who may have more to do at once.
  package typealias Work = @Sendable () -> Telling?
  package typealias Telling = @Sendable () -> Void

  private struct Shared: ~Copyable {
    var queue: [Work] = []
    var head = 0
    var urgent: [Work] = []
    /// Whether a thread is about to look for work.
    var isHungry = false
    var idle: [Sleeper] = []
    var count = 0
    /// How many of them wait for the host, which may need another one to come to an end.
    var waiting = 0
  }

  private let shared = Mutex(Shared())
  private let hosting: UnsafePointer<hermetic_hosting>
  /// How many threads there may be; work waits beyond that.
  private let most: Int
  /// What is done between two pieces of work, with the GIL.
  private let between: @Sendable () -> Void

  /// A thread's own word to sleep on.
  @safe
  private final class Sleeper: @unchecked Sendable {
    // SAFETY (Sendable): the word is used atomically, and freed with the object.
    let word: UnsafeMutablePointer<UInt32>
    init() {
      unsafe word = .allocate(capacity: 1)
      unsafe word.initialize(to: 0)
    }
    deinit { unsafe word.deallocate() }

    private static let (busy, woken, asleep): (UInt32, UInt32, UInt32) = (0, 1, 2)
    /// How long to look before sleeping, in nanoseconds: some times what waking takes.
    private static let patience: Int64 = 30_000

    func sleep() {
      unsafe hermetic_spin_while(word, Self.busy, Self.patience)
      if unsafe hermetic_exchange_if(word, Self.busy, Self.asleep) {
        while unsafe hermetic_load(word) == Self.asleep {
          unsafe hermetic_wait_while(word, Self.asleep, -1)
        }
      }
      unsafe hermetic_store(word, Self.busy)
    }

    func wake() {
      if unsafe hermetic_exchange_if(word, Self.busy, Self.woken) { return }
      unsafe hermetic_store(word, Self.woken)
      unsafe hermetic_wake(word, 1)
    }
  }

  init(
    _ hosting: UnsafePointer<hermetic_hosting>, most: Int = 256,
    between: @escaping @Sendable () -> Void
  ) {
    unsafe self.hosting = hosting
    self.most = most
    self.between = between
  }

  /// Has work done on one of the threads, with the GIL; what is urgent comes first.
  package func submit(urgent isUrgent: Bool = false, _ work: @escaping Work) {
    let next = shared.withLock { shared -> Next in
      if isUrgent { shared.urgent.append(work) } else { shared.queue.append(work) }
      return Self.feed(&shared, most: most)
    }
    begin(next)
  }

  /// Whether so many wait for the host that they probably wait for one another: code that calls itself by way of the host
  /// has no other end.
  var isCrowded: Bool { shared.withLock { $0.waiting >= 2 * most } }

  /// Does something without the GIL that may itself need one of these threads.
  func aside<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let next = shared.withLock { shared -> Next in
      shared.waiting += 1
      let isMore = shared.head < shared.queue.count || !shared.urgent.isEmpty
      return isMore ? Self.feed(&shared, most: most) : .nobody
    }
    begin(next)
    defer { shared.withLock { $0.waiting -= 1 } }
    return try body()
  }

  private enum Next {
    case nobody, wake(Sleeper), start
  }

  /// Sees to it that somebody comes for the work.
  private static func feed(_ shared: inout Shared, most: Int) -> Next {
    guard !shared.isHungry else { return .nobody }
    if let sleeper = shared.idle.popLast() {
      shared.isHungry = true
      return .wake(sleeper)
    }
    // Where no more threads may be, those that there are come back for it.
    guard shared.count - shared.waiting < (shared.urgent.isEmpty ? most : most + 2) else {
      return .nobody
    }
    shared.isHungry = true
    shared.count += 1
    return .start
  }

  private func begin(_ next: Next) {
    switch next {
    case .nobody: break
    case .wake(let sleeper): sleeper.wake()
    case .start:
      let context = unsafe Unmanaged.passRetained(self).toOpaque()
      let error = unsafe hermetic_start_thread(
        { context in
          guard let context = unsafe context else { return }
          hermetic_take_signals()
          // SAFETY: the context is retained for this thread, which never ends.
          unsafe Unmanaged<InterpreterThreads>.fromOpaque(context).takeRetainedValue().run()
        }, unsafe context, "hermetic-python")
      if error != 0 {
        unsafe Unmanaged<InterpreterThreads>.fromOpaque(context).release()
        // The others do it.
        shared.withLock { shared in
          shared.isHungry = false
          shared.count -= 1
        }
      }
    }
  }

  /// Has the current thread, which has the GIL, become one of these; never returns.
  package func join() -> Never {
    shared.withLock { shared in
      shared.count += 1
      shared.isHungry = true
    }
    run()
  }

  private func run() -> Never {
    // A thread that code under a scope brought about is not under that.
    ThreadScopes.leaveInherited()
    let sleeper = Sleeper()
    _ = unsafe hosting.pointee.PyGILState_Ensure()
    /// Whether this thread is the one that is about to look.
    var isHungry = true
    while true {
      while let work = take(&isHungry) {
        let tell = work()
        between()
        // Who is told may bring the next piece before this thread looks: nobody else need be woken for it.
        if !isHungry {
          isHungry = shared.withLock { shared in
            defer { shared.isHungry = true }
            return !shared.isHungry
          }
        }
        tell?()
      }
      between()
      let state = unsafe hosting.pointee.PyEval_SaveThread()
      let rests = shared.withLock { [isHungry] shared in
        guard shared.head == shared.queue.count, shared.urgent.isEmpty else { return false }
        if isHungry { shared.isHungry = false }
        shared.idle.append(sleeper)
        return true
      }
      if rests {
        sleeper.sleep()
        isHungry = true
      }
      if let state = unsafe state { unsafe hosting.pointee.PyEval_RestoreThread(state) }
    }
  }

  /// The next piece of work, if there is one; somebody else is sent for what is behind it.
  private func take(_ isHungry: inout Bool) -> Work? {
    let (work, next) = shared.withLock { [isHungry] shared -> (Work?, Next) in
      guard let work = Self.take(&shared) else { return (nil, .nobody) }
      if isHungry { shared.isHungry = false }
      let isMore = shared.head < shared.queue.count || !shared.urgent.isEmpty
      // While this piece runs, it may give the GIL up.
      return (work, isMore ? Self.feed(&shared, most: most) : .nobody)
    }
    if work != nil { isHungry = false }
    begin(next)
    return work
  }

  private static func take(_ shared: inout Shared) -> Work? {
    if !shared.urgent.isEmpty { return shared.urgent.removeFirst() }
    guard shared.head < shared.queue.count else { return nil }
    var work: Work = { nil }
    swap(&work, &shared.queue[shared.head])
    shared.head += 1
    if shared.head == shared.queue.count {
      shared.queue.removeAll(keepingCapacity: shared.queue.capacity < 1024)
      shared.head = 0
    } else if shared.head == 1024 {
      shared.queue.removeFirst(1024)
      shared.head = 0
    }
    return work
  }
}
