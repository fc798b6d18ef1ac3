import CHermetic
import Synchronization

/// Threads for what may wait: as many as have something to do, up to a number.
@safe
final class BlockingThreads: @unchecked Sendable {
  // SAFETY (Sendable): the word is used atomically, and the rest is in the mutex.
  typealias Work = @Sendable () -> Void

  private struct Shared {
    var queue: [Work] = []
    var idle = 0
    var count = 0
  }

  private let shared = Mutex(Shared())
  /// Changes with each piece of work.
  private let word: UnsafeMutablePointer<UInt32>
  private let most: Int

  /// How long a thread waits for more, in milliseconds.
  private static let patience: Int64 = 5000

  init(most: Int) {
    self.most = most
    unsafe word = .allocate(capacity: 1)
    unsafe word.initialize(to: 0)
  }

  deinit { unsafe word.deallocate() }

  func submit(_ work: @escaping Work) {
    let starts = shared.withLock { shared in
      shared.queue.append(work)
      _ = unsafe hermetic_add(word, 1)
      guard shared.idle < shared.queue.count, shared.count < most else { return false }
      shared.count += 1
      return true
    }
    guard starts else { return unsafe hermetic_wake(word, 1) }
    let context = unsafe Unmanaged.passRetained(self).toOpaque()
    let error = unsafe hermetic_start_thread(
      { context in
        guard let context = unsafe context else { return }
        // SAFETY: the context is retained for this thread.
        unsafe Unmanaged<BlockingThreads>.fromOpaque(context).takeRetainedValue().run()
      }, unsafe context, "hermetic-calls")
    guard error != 0 else { return }
    unsafe Unmanaged<BlockingThreads>.fromOpaque(context).release()
    // One of the others does it, or else this one.
    let rest = shared.withLock { shared -> [Work] in
      shared.count -= 1
      guard shared.count == 0 else { return [] }
      defer { shared.queue = [] }
      return shared.queue
    }
    for work in rest { work() }
  }

  private enum Next {
    case work(Work)
    case wait(UInt32)
    case end
  }

  private func run() {
    var isIdle = false
    var since = hermetic_now()
    while true {
      let next = shared.withLock { shared -> Next in
        if isIdle { shared.idle -= 1 }
        isIdle = false
        if !shared.queue.isEmpty { return .work(shared.queue.removeFirst()) }
        guard hermetic_now() - since < Self.patience else {
          shared.count -= 1
          return .end
        }
        shared.idle += 1
        isIdle = true
        return .wait(unsafe hermetic_load(word))
      }
      switch next {
      case .work(let work):
        work()
        since = hermetic_now()
      case .wait(let seen): unsafe hermetic_wait_while(word, seen, Self.patience * 1_000_000)
      case .end: return
      }
    }
  }
}
