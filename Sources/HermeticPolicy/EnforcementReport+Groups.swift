extension EnforcementReport {
  /// Rules of whom the same is held by the same.
  public struct Group: Hashable, Sendable {
    /// Where the rules were written.
    public fileprivate(set) var origins: [Origin]
    /// What is held, as for each of them.
    public let holdings: [Holding]
  }

  /// What holds some actions.
  public struct Holding: Hashable, Sendable {
    /// What is held.
    public let actions: [Action]
    /// Who holds it.
    public let layer: Layer
    /// How far.
    public let extent: Extent
  }

  /// The entries by rule; and rules of which the same is to be said, once.
  public var groups: [Group] {
    var origins: [Origin] = []
    var holdings: [Origin: [Holding]] = [:]
    for entry in entries {
      if holdings[entry.origin] == nil { origins.append(entry.origin) }
      holdings[entry.origin, default: []].append(
        Holding(actions: entry.actions, layer: entry.layer, extent: entry.extent))
    }
    var groups: [Group] = []
    var positions: [[Holding]: Int] = [:]
    for origin in origins {
      guard let holdings = holdings[origin] else { continue }
      if let position = positions[holdings] {
        groups[position].origins.append(origin)
      } else {
        positions[holdings] = groups.count
        groups.append(Group(origins: [origin], holdings: holdings))
      }
    }
    return groups
  }

  /// The report where the kernel has no part in it, for a reason.
  public func leavingKernelOut(because reason: String) -> EnforcementReport {
    var report = EnforcementReport()
    for entry in entries {
      for action in entry.actions {
        switch entry.layer {
        case .landlock, .seccomp, .broker:
          report.add(entry.origin, action, .interpreter, .notHeld(reason))
        case .interpreter, .start: report.add(entry.origin, action, entry.layer, entry.extent)
        }
      }
    }
    return report
  }
}

extension EnforcementReport.Extent {
  /// What it comes to, in a word or two.
  public var summary: String {
    switch self {
    case .counted: "held and counted"
    case .held: "held"
    case .partly: "partly held"
    case .notHeld: "not held"
    case .interpreterOnly: "Python only"
    }
  }

  /// A name for programs to go by.
  public var name: String {
    switch self {
    case .counted: "counted"
    case .held: "held"
    case .partly: "partly"
    case .notHeld: "not-held"
    case .interpreterOnly: "interpreter-only"
    }
  }

  /// What is missing, or why; nil where nothing is.
  public var reason: String? {
    switch self {
    case .counted, .held: nil
    case .partly(let reason), .notHeld(let reason), .interpreterOnly(let reason): reason
    }
  }
}
