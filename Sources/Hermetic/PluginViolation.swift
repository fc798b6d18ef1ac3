public import HermeticPolicy
import HermeticPython
import Synchronization

/// Something that a plugin's policy refused.
///
/// ```swift
/// for await violation in plugin.violations {
///   // stamp: network disabled: connect(203.0.113.9:443), stamp.py:12 in _report, by profile block-all: no-network
///   print(violation)
/// }
/// ```
public struct PluginViolation: Hashable, Sendable, CustomStringConvertible {
  /// The plugin's name.
  public let plugin: String
  /// What was refused, as people read it: `network disabled: DNS(example.com)`.
  public let message: String
  /// The rule that says so, as it was written: `profile block-all: no-network`, or a line of Swift with its grant.
  public let rule: String
  /// The line of Python that did it; nil where machine code did.
  ///
  /// ```swift
  /// if let caller = violation.caller { print("\(caller.file):\(caller.line)") }
  /// ```
  public let caller: Violation.Caller?
  /// What kind of action it was.
  public let family: Family?
  /// What the action was wanted for: `example.com`, a path, a module.
  public let target: String

  init(_ heard: HeardViolation, of plugin: String) {
    self.plugin = plugin
    message = heard.violation.message
    rule = heard.origin
    caller = heard.violation.caller
    family = heard.violation.family
    target = heard.violation.target
  }

  /// The plugin, what it was refused, where in its code, and by which rule, in a line.
  public var description: String {
    let place = caller.map { ", \($0.file):\($0.line) in \($0.function)" } ?? ""
    return "\(plugin): \(message)\(place)" + (rule.isEmpty ? "" : ", by \(rule)")
  }
}

/// The violations of one plugin, for whoever wants to hear of them.
final class ViolationBoard: Sendable {
  private struct Shared {
    var recent: [PluginViolation] = []
    var listeners: [Int: AsyncStream<PluginViolation>.Continuation] = [:]
    var next = 0
    var isClosed = false
  }

  /// How many are kept for those who come late; and for those who are slow.
  private static let most = 256

  private let shared = Mutex(Shared())

  var recent: [PluginViolation] { shared.withLock { $0.recent } }

  func post(_ violation: PluginViolation) {
    let listeners = shared.withLock { shared in
      shared.recent.append(violation)
      if shared.recent.count > Self.most { shared.recent.removeFirst() }
      return Array(shared.listeners.values)
    }
    for listener in listeners { listener.yield(violation) }
  }

  /// Those that there were, as far as they are kept, and those to come.
  func stream() -> AsyncStream<PluginViolation> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: PluginViolation.self, bufferingPolicy: .bufferingNewest(Self.most))
    let (number, isClosed) = shared.withLock { shared in
      for violation in shared.recent { continuation.yield(violation) }
      guard !shared.isClosed else { return (0, true) }
      shared.next += 1
      shared.listeners[shared.next] = continuation
      return (shared.next, false)
    }
    if isClosed {
      continuation.finish()
    } else {
      continuation.onTermination = { [weak self] _ in
        self?.shared.withLock { $0.listeners[number] = nil }
      }
    }
    return stream
  }

  func close() {
    let listeners = shared.withLock { shared in
      shared.isClosed = true
      defer { shared.listeners = [:] }
      return Array(shared.listeners.values)
    }
    for listener in listeners { listener.finish() }
  }
}
