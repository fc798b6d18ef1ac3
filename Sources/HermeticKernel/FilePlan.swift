import HermeticPolicy

/// How the kernel holds a policy's refusals of reading and writing files.
///
/// Landlock grants rights on files and folders, at no cost but its walk up to the root; it can refuse nothing
/// below what it grants, and knows nothing that is not there yet. What a policy says beyond that, the broker
/// decides, call by call. Of reading and writing, each is held by one of the two.
struct FilePlan {
  private(set) var landlock = LandlockPlan()
  /// The calls that wait for the broker.
  private(set) var supervised: FileCalls = []
  /// The calls that fail.
  private(set) var refused: FileCalls = []
  private let policy: Policy
  private let support: KernelSupport
  private let surroundings: Surroundings
  private var extents: [Use: EnforcementReport.Extent] = [:]

  private enum Use: Hashable {
    case reading, writing

    var actions: ActionSet {
      self == .reading ? ActionSet(.readFile, .listFiles) : ActionSet(.writeFile)
    }
    var calls: FileCalls { self == .reading ? .reading : .writing }
    var rights: LandlockRights { self == .reading ? .reading : .writing }
  }

  init(_ policy: Policy, _ support: KernelSupport, _ surroundings: Surroundings) {
    self.policy = policy
    self.support = support
    self.surroundings = surroundings
    plan(.writing)
    if supervised.contains(.writing) { landlock.handled = .harmless(to: support.landlock) }
    plan(.reading)
    planMetadata()
    guard !supervised.contains(.writing), !landlock.handled.contains(.writeFile) else { return }
    protectMemory()
  }

  /// The refusals of a use that somebody means: that of processes' memory is seen to otherwise.
  private func refusals(_ use: Use) -> [PathPattern] {
    policy.rules.compactMap { rule in
      guard rule.effect.refuses, !rule.actions.isDisjoint(with: use.actions),
        case .path(let path) = rule.pattern
      else { return nil }
      guard case .builtIn = rule.origin else { return path }
      // What is not in this process's own tree any ruleset keeps it from, by whoever asks.
      if path.prefix == "/proc" { return hasRuleset ? nil : path }
      return path.glob == nil && !surroundings.isChangeable(path.prefix) ? nil : path
    }
  }

  /// Whether there is a ruleset, whatever the policy is about.
  ///
  /// Before ABI 2 any would refuse moving files between folders: where writing is closed or the broker moves
  /// them, nobody minds.
  private var hasRuleset: Bool { support.landlock >= 2 || !landlock.handled.isEmpty }

  /// Why the memory of other processes is in reach, and what `/proc` tells of them; nil where it is not.
  var gap: String? {
    if hasRuleset || supervised.contains([.reading, .writing]) { return nil }
    let landlock = "\(support.landlock == 0 ? "no" : "too old a") Landlock"
    return support.obstacle.map { "\($0), and \(landlock)" }
  }

  private mutating func plan(_ use: Use) {
    let refusals = refusals(use)
    let action: Action = use == .reading ? .readFile : .writeFile
    guard policy.refusedByDefault[action] != nil else {
      if !refusals.isEmpty { supervise(use, "refusals within what is allowed") }
      return
    }
    var plan = LandlockPlan(handled: use.rights.intersection(.known(to: support.landlock)))
    var globs: [Rule] = []
    var isWhole = true
    for rule in policy.rules where !rule.effect.refuses {
      guard !rule.actions.isDisjoint(with: use.actions), case .path(let path) = rule.pattern else {
        continue
      }
      let isOwn = if case .builtIn = rule.origin { true } else { false }
      guard path.glob == nil else {
        guard isOwn else { return supervise(use, "patterns with wildcards") }
        globs.append(rule)
        continue
      }
      if refusals.contains(where: { $0.isAllOf(path.prefix) }) { continue }
      if refusals.contains(where: { $0.mayBeBelow(path.prefix) }) {
        if support.obstacle == nil || support.landlock == 0 {
          return supervise(use, "refusals within what is allowed")
        }
        isWhole = false
      }
      // All of it is granted below.
      if use == .reading, path.prefix.hasPrefix("/proc/") { continue }
      let kind = surroundings.kind(path.prefix.isEmpty ? "/" : path.prefix)
      guard kind != .missing else {
        if isOwn { continue }
        return supervise(use, "paths that do not exist yet")
      }
      plan.grant(rights(rule, use), on: path.prefix, isFolder: kind == .folder)
    }
    if use == .writing, support.landlock < 3, support.obstacle == nil {
      return supervise(use, "truncation")
    }
    guard use == .writing || grantCode(globs, &plan) else {
      return supervise(use, "more files than can be named")
    }
    if support.landlock > 0 {
      if use == .reading { grantPrograms(&plan) }
      for file in surroundings.standard where use == .reading ? file.isRead : file.isWritten {
        plan.grant(
          use == .reading ? .readFile : [.writeFile, .truncate], on: file.path, isFolder: false)
      }
      landlock.formUnion(plan)
      var missing: [String] = []
      if let obstacle = support.obstacle, !isWhole {
        missing.append("\(obstacle): refusals within what is allowed do not hold")
      }
      if use == .writing, support.landlock < 3 {
        // Where it knows of no moving between folders, it refuses that.
        missing.append("this kernel's Landlock does not know of truncation")
      }
      extents[use] = missing.isEmpty ? .held : .partly(missing.joined(separator: "; "))
    } else {
      supervise(use, nil)
    }
  }

  private func rights(_ rule: Rule, _ use: Use) -> LandlockRights {
    guard use == .reading else { return .writing }
    var rights: LandlockRights = []
    if rule.actions.contains(.readFile) { rights.formUnion(.readFile) }
    if rule.actions.contains(.listFiles) { rights.formUnion(.readFolder) }
    return rights
  }

  /// Has the broker decide; or says why nobody does.
  private mutating func supervise(_ use: Use, _ reason: String?) {
    if let obstacle = support.obstacle {
      let what = reason.map { "Landlock cannot express \($0)" } ?? "no Landlock"
      extents[use] = .notHeld("\(obstacle), and \(what)")
    } else {
      supervised.formUnion(use.calls)
      extents[use] = .counted
    }
  }

  /// How many files a folder of code may have, to be granted one by one.
  private static let mostFiles = 4096

  /// Grants the files that patterns of hermetic's own stand for: the code beside the program.
  ///
  /// False where there are too many.
  private func grantCode(_ rules: [Rule], _ plan: inout LandlockPlan) -> Bool {
    var only = Policy()
    let actions = Use.reading.actions
    only.refuseByDefault([.readFile, .listFiles], origin: .builtIn(""))
    for rule in rules { only.add(rule) }
    let judge = PathJudge(only)
    var room = Self.mostFiles
    var seen: Set<String> = []
    for case .path(let path) in rules.map(\.pattern) where seen.insert(path.prefix).inserted {
      let isGranted = plan.grants.contains {
        $0.rights.isSuperset(of: .reading) && path.prefix.isBelow($0.path)
      }
      if isGranted { continue }
      var folders = [path.prefix]
      while let folder = folders.popLast() {
        let entries = surroundings.entries(folder.isEmpty ? "/" : folder)
        // What is installed in the interpreter's own environment is granted with that.
        if folder != path.prefix, entries.contains(where: { $0.name == "pyvenv.cfg" }) { continue }
        for entry in entries {
          room -= 1
          guard room > 0 else { return false }
          let path = folder + "/" + entry.name
          if entry.kind == .folder { folders.append(path) }
          guard entry.kind == .file || entry.kind == .folder, judge.allows(actions, path) else {
            continue
          }
          plan.grant(.reading, on: path, isFolder: entry.kind == .folder)
        }
      }
    }
    return true
  }

  /// What may be executed must be read.
  ///
  /// And what the kernel tells of processes is for each of them under a path of its own.
  private func grantPrograms(_ plan: inout LandlockPlan) {
    plan.grant(.reading, on: "/proc", isFolder: true)
    for file in surroundings.program { plan.grant(.readFile, on: file, isFolder: false) }
    guard policy.refusedByDefault[.spawn] == nil else {
      for rule in policy.rules {
        guard case .command(let path, _) = rule.pattern, !rule.effect.refuses else { continue }
        for part in ExecutableParts(path, folders: surroundings.programFolders).files {
          plan.grant(.readFile, on: part, isFolder: false)
        }
      }
      return
    }
    let ends = ["/bin", "/sbin", "/games"]
    for folder in surroundings.programFolders
    where ends.contains(where: { folder.hasSuffix($0) }) && surroundings.kind(folder) == .folder {
      plan.grant(.reading, on: folder, isFolder: true)
    }
  }

  /// Modes, owners, times and attributes, which Landlock does not know of.
  private mutating func planMetadata() {
    guard policy.refuses(.writeFile) else { return }
    let closes = policy.refusedByDefault[.writeFile] != nil
    let hasGrants = policy.rules.contains { rule in
      if case .builtIn = rule.origin { return false }
      return !rule.effect.refuses && rule.actions.contains(.writeFile)
    }
    if closes, !hasGrants, support.filters, !supervised.contains(.writing) {
      refused = .metadata
    } else if let obstacle = support.obstacle {
      let missing = "\(obstacle): modes, owners, times and attributes can be changed"
      switch extents[.writing] {
      case .held?: extents[.writing] = .partly(missing)
      case .partly(let more)?: extents[.writing] = .partly("\(more); \(missing)")
      default: break
      }
    } else if closes || supervised.contains(.writing) {
      supervised.formUnion(.metadata)
    }
  }

  /// Whatever the policy is about: nobody writes to the memory of a process by `/proc`.
  ///
  /// Writing is granted everywhere else. What lies in the root folder itself, and is no folder, is there
  /// already or is not made: few programs have a right to anyway.
  private mutating func protectMemory() {
    // Before ABI 2 any ruleset refuses moving files between folders.
    guard support.landlock >= 2 else { return }
    var plan = LandlockPlan(handled: .refer)
    plan.grant(.refer, on: "", isFolder: true)
    // A file made in the root folder could not be written to.
    guard surroundings.workingFolder != "/" else { return landlock.formUnion(plan) }
    plan.handled.formUnion(.writeFile)
    for entry in surroundings.entries("/") where entry.name != "proc" {
      guard entry.kind == .folder || entry.kind == .file else { continue }
      plan.grant([.writeFile, .refer], on: "/" + entry.name, isFolder: entry.kind == .folder)
    }
    for name in ["sys", "pressure"] where surroundings.kind("/proc/" + name) == .folder {
      plan.grant(.writeFile, on: "/proc/" + name, isFolder: true)
    }
    landlock.formUnion(plan)
  }

  func holding(
    _ action: Action, isRule: Bool
  ) -> (EnforcementReport.Layer, EnforcementReport.Extent) {
    let use: Use = action == .writeFile ? .writing : .reading
    let extent = extents[use] ?? .held
    if case .notHeld = extent { return (.interpreter, extent) }
    return (supervised.contains(use.calls) ? .broker : .landlock, extent)
  }
}

extension LandlockRights {
  /// What the broker does in the program's stead, so that its refusal is noticed by nobody: a ruleset that refuses
  /// it keeps the program from tracing processes outside of it, as any does.
  fileprivate static func harmless(to abi: Int) -> LandlockRights {
    .makeBlockDevice.intersection(.known(to: abi))
  }
}

extension PathPattern {
  /// Whether it stands for a path and all below it.
  fileprivate func isAllOf(_ path: String) -> Bool {
    glob == nil && includesBelow && path.isBelow(prefix)
  }

  /// Whether it could stand for something below a path.
  fileprivate func mayBeBelow(_ path: String) -> Bool {
    prefix.isBelow(path) || glob != nil && path.isBelow(prefix)
  }
}

extension String {
  /// Whether a path is another or below it; by bytes, as the kernel compares names.
  fileprivate func isBelow(_ folder: String) -> Bool {
    let (path, folder) = (utf8, folder.utf8)
    return path.starts(with: folder)
      && (path.count == folder.count
        || path[path.index(path.startIndex, offsetBy: folder.count)] == UInt8(ascii: "/"))
  }
}
