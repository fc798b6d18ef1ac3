private import CHermetic
import Glibc
import Synchronization

/// The process that hosts plugins, and copies of it that a plugin has made by `fork`.
enum HostedProcess {
  private static let isCopy = Atomic(false)
  static var isCopied: Bool { isCopy.load(ordering: .relaxed) }

  /// Has every copy know that it is one.
  static func begin() {
    _ = isCopy.load(ordering: .relaxed)
    _ = pthread_atfork(nil, nil, { HostedProcess.isCopy.store(true, ordering: .relaxed) })
  }

  /// Ends a copy whose code comes back to the host, none of whose other threads are there.
  static func leaveCopy(_ failure: HostedFailure? = nil) {
    guard isCopied else { return }
    hermetic_exit_now(failure.map { $0.kind == .exited ? $0.status : 1 } ?? 0)
  }
}
