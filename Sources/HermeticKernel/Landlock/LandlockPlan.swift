/// A Landlock ruleset before it is one: the rights that are refused but for some files.
package struct LandlockPlan: Hashable, Sendable {
  /// The rights that are refused wherever no grant allows them.
  package var handled: LandlockRights
  package var scopes: LandlockScopes
  package private(set) var grants: [Grant] = []
  private var positions: [String: Int] = [:]

  /// Rights on a file, or on a folder and all below it.
  package struct Grant: Hashable, Sendable {
    package let path: String
    package var rights: LandlockRights
  }

  package init(handled: LandlockRights = [], scopes: LandlockScopes = []) {
    self.handled = handled
    self.scopes = scopes
  }

  /// Whether there is nothing to refuse.
  package var isEmpty: Bool { handled.isEmpty && scopes.isEmpty }

  /// Adds what another plan refuses and grants.
  mutating func formUnion(_ other: LandlockPlan) {
    handled.formUnion(other.handled)
    scopes.formUnion(other.scopes)
    for grant in other.grants { add(grant) }
  }

  /// Grants rights on a path, as far as they are handled at all.
  package mutating func grant(_ rights: LandlockRights, on path: String, isFolder: Bool) {
    let meaningful = rights.intersection(handled)
      .intersection(isFolder ? LandlockRights(rawValue: .max) : .ofFiles)
    if !meaningful.isEmpty { add(Grant(path: path, rights: meaningful)) }
  }

  private mutating func add(_ grant: Grant) {
    if let position = positions[grant.path] {
      grants[position].rights.formUnion(grant.rights)
    } else {
      positions[grant.path] = grants.count
      grants.append(grant)
    }
  }
}

extension LandlockPlan: CustomStringConvertible {
  package var description: String {
    var lines: [String] = []
    if !handled.isEmpty { lines.append("refuse: \(handled)") }
    if scopes.contains(.signals) { lines.append("refuse: signals to other processes") }
    if scopes.contains(.abstractSockets) { lines.append("refuse: abstract sockets of others") }
    lines += grants.map { "\($0.path.isEmpty ? "/" : $0.path): \($0.rights)" }
    return lines.joined(separator: "\n")
  }
}
