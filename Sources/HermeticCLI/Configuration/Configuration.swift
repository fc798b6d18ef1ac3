import ArgumentParser
import HermeticPolicy
import HermeticEngine
import HermeticSession
import SystemPackage

/// What a run is to be held to: the flags, the profiles they name, and the policy file.
struct Configuration {
  private(set) var policy = Policy()
  private(set) var settings = RunSettings()
  let file: PolicyFile?
  /// What the file says and flags do not let count.
  private(set) var ignored: [String] = []

  private let place: WorkingPlace

  init(_ flags: RunFlags) throws(ConfigurationError) {
    place = .current
    let selection = flags.configuration
    file = try selection.file(in: place.folder)

    var chosen = ProfileOrder(file)
    for name in selection.profile { try chosen.add(named: name) }
    var given = try policy(of: chosen.steps)
    try flags.policy.apply(to: &given, place)
    var meant = chosen.settings

    if let file {
      var own = ProfileOrder(file)
      try own.add(file.section)
      let written = try policy(of: own.steps)
      // Whoever writes into a folder that a user steps into must not widen what the user says. A profile
      // that the user names is meant; the rest of its file is not for that.
      if selection.config != nil || given.isEmpty && selection.profile.isEmpty {
        policy = written
        policy.formUnion(given)
        meant = own.settings + meant
      } else {
        policy = given
        ignored = policy.adopt(written).map(\.description)
        meant = own.settings.filter { !$0.setting.weakens } + meant
        ignored += own.settings.filter(\.setting.weakens).map {
          "\(file.path):\($0.line): \($0.setting.name)"
        }
      }
      policy.protect(
        file.path, from: place.folder.map { FilePath($0) } ?? file.path.removingLastComponent())
    } else {
      policy = given
    }
    for (setting, _) in meant { setting.apply(to: &settings) }
    flags.violations.apply(to: &settings)
  }

  /// The configuration, or what is wrong with it as wrong usage.
  static func resolving(_ flags: RunFlags) throws(ValidationError) -> Configuration {
    do {
      return try Configuration(flags)
    } catch {
      throw ValidationError(error.description)
    }
  }

  /// What the user should know of it; of many like things no more than `most`.
  func notes(most: Int = .max) -> [String] {
    var notes = ignored.prefix(most).map {
      "not taken: \($0): beside flags, a file that was only found may make the policy stricter, not "
        + "wider (--config FILE takes all of it)"
    }
    if ignored.count > most {
      notes.append("\(ignored.count - most) more are not taken; 'hermetic check' prints them")
    }
    if let file, file.saysNothing { notes.append("\(file.path): says nothing") }
    return notes.map { $0.printable() }
  }

  // MARK: Policies

  /// Finds what is wrong with profiles that nobody asked for.
  func checkProfiles() throws(ValidationError) {
    var order = ProfileOrder(file)
    do {
      for name in file?.profiles.keys.sorted() ?? [] { try order.add(named: name) }
      for step in order.steps { _ = try policy(of: [step]) }
    } catch {
      throw ValidationError(error.description)
    }
  }

  private func policy(of steps: [ProfileOrder.Step]) throws(ConfigurationError) -> Policy {
    var policy = Policy()
    for step in steps {
      switch step {
      case .own(let profile):
        do {
          try profile.apply(to: &policy)
        } catch {
          throw ConfigurationError(flag: "--profile \(profile.name)", error.description)
        }
      case .section(let section):
        for use in section.options { try apply(use, to: &policy) }
      }
    }
    return policy
  }

  private func apply(
    _ use: PolicyFile.OptionUse, to policy: inout Policy
  ) throws(ConfigurationError) {
    guard let file else { return }
    func apply(_ values: [String], line: Int) throws(ConfigurationError) {
      do {
        try use.option.apply(
          to: &policy, values: values, in: .file(file.path.string, line: line),
          folder: file.folder, home: place.home,
          accountHome: use.option.usesAccountHome ? WorkingPlace.accountHome : nil)
      } catch {
        throw ConfigurationError(
          file: file.path.string, line: line, "\(use.option.name): \(error)")
      }
    }
    if use.values.isEmpty { try apply([], line: use.line) }
    for (text, line) in use.values { try apply([text], line: line) }
  }
}

extension ProfileOrder {
  /// What the tables say beside their options, the last word last.
  fileprivate var settings: [(setting: FileSetting, line: Int)] {
    steps.flatMap { step -> [(setting: FileSetting, line: Int)] in
      if case .section(let section) = step { section.settings } else { [] }
    }
  }
}
