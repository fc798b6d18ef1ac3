/// Code of Python's that a host calls, wherever it runs.
package protocol HostedPlugin: AnyObject, Sendable {
  /// Has Python do something, and is told what came of it on another thread; that must not wait.
  ///
  /// `call` is how somebody stops waiting.
  func submit(
    _ operation: HostedOperation, _ wish: HostedWish, _ call: HostedCall,
    _ done: @escaping @Sendable (Result<HostedValue?, HostedFailure>) -> Void)

  /// Interrupts a call; to be repeated while that goes on.
  func interrupt(_ call: HostedCall)

  /// Interrupts a call that has not heeded it for a while, at any price; whoever waits for it is no longer there.
  func abandon(_ call: HostedCall)

  /// No more calls come.
  func close()
}
