import CHermetic
import HermeticPolicy

@testable import HermeticKernel

/// A plan for a made-up machine: no test that uses it sees a file of this one.
struct TestPlan {
  var support = KernelSupport.whole
  var launch = Surroundings.Launch.embed
  var workingFolder = "/work"
  /// Files that this process could not change.
  var fixed: Set<String> = []
  /// Whether the policy is as it is given, without what a run adds.
  var isBare = false

  static let folders: Set<String> = [
    "/", "/dev", "/dev/pts", "/etc", "/home", "/home/me", "/proc", "/proc/sys", "/tmp", "/usr",
    "/usr/bin", "/usr/lib", "/work", "/work/data", "/work/code",
  ]
  static let files: Set<String> = [
    "/dev/null", "/etc/hosts", "/etc/passwd", "/swapfile", "/work/notes", "/work/code/main.py",
    "/work/code/secret.txt",
  ]

  static func kind(_ path: String) -> Surroundings.FileKind {
    folders.contains(path) ? .folder : files.contains(path) ? .file : .missing
  }

  static func entries(_ folder: String) -> [(name: String, kind: Surroundings.FileKind)] {
    let start = folder == "/" ? "/" : folder + "/"
    return folders.union(files).sorted().compactMap { path in
      guard path != "/", path.hasPrefix(start), !path.dropFirst(start.count).contains("/") else {
        return nil
      }
      return (String(path.dropFirst(start.count)), kind(path))
    }
  }

  var surroundings: Surroundings {
    let fixed = fixed
    var surroundings = Surroundings(
      kind: Self.kind, entries: Self.entries, isChangeable: { !fixed.contains($0) },
      workingFolder: workingFolder, programFolders: ["/usr/bin", "/made-up"],
      program: ["/usr/bin/made-up-python"], launch: launch)
    surroundings.executables = surroundings.program
    return surroundings
  }

  /// A policy of options, as a run completes it.
  func policy(_ options: [(PolicyOption, [String])]) throws -> Policy {
    var policy = Policy()
    for (option, values) in options {
      try option.apply(
        to: &policy, values: values, folder: "/work", home: "/home/me", accountHome: "/home/me")
    }
    return isBare ? policy : policy.protectingProcesses.hidingOtherEnvironments
  }

  func plan(_ options: (PolicyOption, [String])...) throws -> KernelPlan {
    try plan(options)
  }

  func plan(_ options: [(PolicyOption, [String])]) throws -> KernelPlan {
    KernelPlan(try policy(options), support, surroundings)
  }
}

extension KernelSupport {
  /// All there is, as on a machine without Yama.
  static let whole = KernelSupport(
    landlock: 7, filters: true, notifications: true, yamaScope: nil, mayTrace: false)

  static func landlock(_ abi: Int) -> KernelSupport {
    var support = whole
    support.landlock = abi
    return support
  }

  static func yama(_ scope: Int, mayTrace: Bool = false) -> KernelSupport {
    var support = whole
    support.yamaScope = scope
    support.mayTrace = mayTrace
    return support
  }

  /// In a container that lets nobody look into others.
  static var enclosed: KernelSupport {
    var support = whole
    support.looksIntoProcesses = false
    return support
  }

  /// Within another run.
  static var nested: KernelSupport {
    var support = whole
    support.hasBroker = true
    return support
  }

  static let withoutNotifications = KernelSupport(
    landlock: 7, filters: true, notifications: false, mayTrace: false)
  static let withoutSeccomp = KernelSupport(
    landlock: 7, filters: false, notifications: false, mayTrace: false)
  static let nothing = KernelSupport(
    landlock: 0, filters: false, notifications: false, mayTrace: false)
}

extension LandlockPlan {
  func rights(on path: String) -> LandlockRights {
    grants.first { $0.path == path }?.rights ?? []
  }
}

extension FilterProgram {
  /// What becomes of a call in some case or other.
  func outcomes(_ call: String) -> Set<FilterRule.Outcome> {
    Set(rules.filter { $0.call == call }.map(\.outcome))
  }

  /// Whether a call that is refused or asked about is among the rules.
  func minds(_ call: String) -> Bool { outcomes(call).contains { $0 != .allow } }
}

extension EnforcementReport {
  func layer(of action: Action) -> Layer? {
    entries.first { $0.actions.contains(action) }?.layer
  }

  func extent(of action: Action) -> Extent? {
    entries.first { $0.actions.contains(action) }?.extent
  }
}

/// A system call's number; below zero for a name that the table has not.
func systemCall(_ name: String) -> CInt { unsafe hermetic_system_call(name) }
