/// What enforces a policy on this machine, rule by rule.
public struct EnforcementReport: Hashable, Sendable {
  /// Who enforces.
  public enum Layer: String, Hashable, Sendable, CaseIterable {
    /// The audit hook and the guards, in the interpreter.
    case interpreter
    /// Landlock, by files.
    case landlock = "Landlock"
    /// A seccomp filter, by system calls.
    case seccomp
    /// The broker, which system calls wait for.
    case broker
    /// hermetic, before the program starts.
    case start
  }

  /// What came of a rule in the kernel.
  public enum Extent: Hashable, Sendable {
    /// Whatever makes the call, it is refused, and the closing lines count it.
    case counted
    /// Whatever makes the call, it is refused; nobody learns how often.
    case held
    /// What is missing.
    case partly(String)
    /// Not on this machine, and why.
    case notHeld(String)
    /// On no machine, and why: the interpreter alone knows of it.
    case interpreterOnly(String)
  }

  /// What holds some actions that one rule refuses.
  public struct Entry: Hashable, Sendable {
    /// Where the rule was written.
    public let origin: Origin
    /// What it refuses.
    public let actions: [Action]
    /// Who holds it.
    public let layer: Layer
    /// How far.
    public let extent: Extent
  }

  /// What has been added, rules in their order.
  public private(set) var entries: [Entry] = []

  /// An empty report.
  public init() {}

  /// Adds what holds an action that a rule refuses.
  public mutating func add(_ origin: Origin, _ action: Action, _ layer: Layer, _ extent: Extent) {
    let last = entries.lastIndex {
      $0.origin == origin && $0.layer == layer && $0.extent == extent
    }
    guard let last else {
      entries.append(Entry(origin: origin, actions: [action], layer: layer, extent: extent))
      return
    }
    guard !entries[last].actions.contains(action) else { return }
    entries[last] = Entry(
      origin: origin, actions: entries[last].actions + [action], layer: layer, extent: extent)
  }

  /// What the kernel holds on some machines and does not, or not wholly, on this one.
  public var shortcomings: [Entry] {
    entries.filter { entry in
      switch entry.extent {
      case .partly, .notHeld: true
      case .counted, .held, .interpreterOnly: false
      }
    }
  }
}

extension EnforcementReport.Extent: CustomStringConvertible {
  public var description: String {
    switch self {
    case .counted: "held and counted"
    case .held: "held, not counted"
    case .partly(let missing): "partly held: \(missing)"
    case .notHeld(let reason): "not held: \(reason)"
    case .interpreterOnly(let reason): "held by the interpreter alone: \(reason)"
    }
  }
}

extension EnforcementReport.Entry: CustomStringConvertible {
  public var description: String {
    "\(actions.map(\.name).joined(separator: ", ")): \(layer.rawValue), \(extent)"
  }
}
