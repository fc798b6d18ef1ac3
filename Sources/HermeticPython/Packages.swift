import CHermetic
import HermeticPolicy
import HermeticSession

/// Installed packages, by the files of theirs.
@safe
struct Packages {
  let state: UnsafeMutablePointer<EngineState>

  /// Whether the package or the distribution that a file is of may do something.
  func isAllowed(_ action: Action, file: UnsafeBufferPointer<UInt8>) -> Bool {
    let image = unsafe state.pointee.image
    let path = unsafe describe(file)
    if let name = package(of: path), image.decide(action, byPackage: name) < 0 { return true }
    // A distribution may hold packages of other names, which its records tell.
    guard image.hasPackageRules, package(of: path) != nil || isScript(path) else { return false }
    let distribution = unsafe state.pointee.distributions.name(owning: path)
    return distribution.map { image.decide(action, byPackage: $0) < 0 } ?? false
  }

  /// Whether a rule lets code of a file make code that other code may not.
  func isNamed(file: UnsafeBufferPointer<UInt8>) -> Bool {
    let image = unsafe state.pointee.image
    guard image.hasPackageRules, image.defaultVerdict(.executeCode) >= 0 else { return false }
    return unsafe isAllowed(.executeCode, file: file)
  }

  /// Whether what is at a path may do more than the program, or says what may, for being there.
  ///
  /// Any thread may ask, with or without the GIL.
  func hasRights(path: UnsafeBufferPointer<UInt8>) -> Bool {
    let image = unsafe state.pointee.image
    let text = unsafe String(decoding: path, as: UTF8.self)
    guard let rest = belowSite(text) else { return false }
    // The next run takes these for its start.
    if rest.hasSuffix(".pth") || ["sitecustomize.py", "usercustomize.py"].contains(rest) {
      return true
    }
    let importer = String(rest.prefix { $0 != "/" && $0 != "." })
    if image.namesImporters, unsafe state.pointee.importers.contains(importer) {
      return true
    }
    let actions = [Action.executeCode, .loadNative].filter { image.defaultVerdict($0) >= 0 }
    guard image.hasPackageRules, !actions.isEmpty else { return false }
    let top = rest.prefix { $0 != "/" }
    // The records of a distribution say which files are its own.
    let isRecord = top.hasSuffix(".dist-info") || top.hasSuffix(".egg-info")
    let name = PolicyOption.normalized(String(top.prefix { $0 != "." && !(isRecord && $0 == "-") }))
    return actions.contains { image.decide($0, byPackage: name) < 0 }
  }

  /// The top-level name of what is installed at a path, in its normal form.
  func package(of path: String) -> String? {
    belowSite(path).map { PolicyOption.normalized(String($0.prefix { $0 != "/" && $0 != "." })) }
  }

  /// A path as it is below the folder that packages are installed in, where it is.
  private func belowSite(_ path: String) -> String? {
    for folder in unsafe state.pointee.siteFolders where path.hasPrefix(folder) {
      var rest = String(path.dropFirst(folder.count))
      // What is behind `..` is elsewhere.
      guard !rest.withUTF8({ unsafe StandardLibrary.climbs($0) }) else { return nil }
      return rest
    }
    return nil
  }

  /// Whether a path is that of a console script beside a folder of packages.
  private func isScript(_ path: String) -> Bool {
    guard let range = path.lastRange(ofText: "/bin/") else { return false }
    let prefix = path[..<range.lowerBound] + "/lib"
    return unsafe state.pointee.siteFolders.contains { $0.hasPrefix(prefix) }
  }
}

/// The distributions that files belong to, as far as they have been asked for.
struct Distributions {
  private var known: [String: String?] = [:]

  /// The normal form of a distribution's name.
  mutating func name(owning file: String) -> String? {
    if let found = known[file] { return found }
    let name = Distribution(owning: file).map {
      PolicyOption.normalized(String($0.description.prefix { $0 != " " }))
    }
    known[file] = .some(name)
    return name
  }
}
