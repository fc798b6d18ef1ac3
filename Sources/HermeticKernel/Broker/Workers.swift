import CHermetic
import Glibc

/// Threads for what may block: nothing that one call waits for may delay another.
///
/// A thread that has nothing to do waits for the next piece of work; there are as many as have been needed at
/// once.
@safe
final class Workers: @unchecked Sendable {
  // SAFETY (Sendable): what changes is changed under the lock alone.
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var waiting: [@Sendable () -> Void] = []
  private var idle = 0

  /// How many threads there may be.
  private static let most = 256
  private var count = 0

  init() {
    unsafe pthread_mutex_init(lock, nil)
    unsafe pthread_cond_init(wake, nil)
  }

  /// Has a thread do something; false where there can be no more threads.
  func run(_ work: @escaping @Sendable () -> Void) -> Bool {
    unsafe pthread_mutex_lock(lock)
    defer { unsafe pthread_mutex_unlock(lock) }
    if idle > waiting.count {
      waiting.append(work)
      unsafe pthread_cond_signal(wake)
      return true
    }
    guard count < Self.most else { return false }
    waiting.append(work)
    var thread = pthread_t()
    let context = unsafe Unmanaged.passRetained(self).toOpaque()
    let error = unsafe pthread_create(
      &thread, nil,
      { context in
        // SAFETY: it is what was passed just below, with a reference of its own.
        unsafe context.map { unsafe Unmanaged<Workers>.fromOpaque($0).takeRetainedValue().work() }
        return nil
      }, context)
    guard error == 0 else {
      unsafe Unmanaged<Workers>.fromOpaque(context).release()
      waiting.removeLast()
      return false
    }
    pthread_detach(thread)
    count += 1
    return true
  }

  private func work() {
    unsafe pthread_mutex_lock(lock)
    while true {
      if !waiting.isEmpty {
        let next = waiting.removeFirst()
        unsafe pthread_mutex_unlock(lock)
        next()
        unsafe pthread_mutex_lock(lock)
        continue
      }
      idle += 1
      unsafe pthread_cond_wait(wake, lock)
      idle -= 1
    }
  }
}
