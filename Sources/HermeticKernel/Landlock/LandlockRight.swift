/// Rights on files that Landlock tells apart (landlock(7)), each with the ABI that it came with.
package struct LandlockRights: OptionSet, Hashable, Sendable {
  package let rawValue: UInt64

  package init(rawValue: UInt64) {
    self.rawValue = rawValue
  }

  private init(bit: UInt64) {
    rawValue = 1 << bit
  }

  package static let execute = LandlockRights(bit: 0)
  package static let writeFile = LandlockRights(bit: 1)
  package static let readFile = LandlockRights(bit: 2)
  package static let readFolder = LandlockRights(bit: 3)
  package static let removeFolder = LandlockRights(bit: 4)
  package static let removeFile = LandlockRights(bit: 5)
  package static let makeCharacterDevice = LandlockRights(bit: 6)
  package static let makeFolder = LandlockRights(bit: 7)
  package static let makeFile = LandlockRights(bit: 8)
  package static let makeSocket = LandlockRights(bit: 9)
  package static let makePipe = LandlockRights(bit: 10)
  package static let makeBlockDevice = LandlockRights(bit: 11)
  package static let makeLink = LandlockRights(bit: 12)
  /// Moving and linking between folders, which is refused in any ruleset that does not allow it.
  package static let refer = LandlockRights(bit: 13)
  package static let truncate = LandlockRights(bit: 14)
  package static let controlDevice = LandlockRights(bit: 15)

  package static let reading: LandlockRights = [.readFile, .readFolder]
  /// What a file itself can be the object of.
  package static let ofFiles: LandlockRights = [
    .execute, .writeFile, .readFile, .truncate, .controlDevice,
  ]
  package static let writing: LandlockRights = [
    .writeFile, .removeFolder, .removeFile, .makeCharacterDevice, .makeFolder, .makeFile,
    .makeSocket, .makePipe, .makeBlockDevice, .makeLink, .refer, .truncate, .controlDevice,
  ]

  /// Those that an ABI knows.
  package static func known(to abi: Int) -> LandlockRights {
    let bits: UInt64 =
      switch abi {
      case ...0: 0
      case 1: 13
      case 2: 14
      case 3, 4: 15
      default: 16
      }
    return LandlockRights(rawValue: 1 << bits - 1)
  }
}

/// What a ruleset keeps a process from reaching outside of itself (ABI 6).
package struct LandlockScopes: OptionSet, Hashable, Sendable {
  package let rawValue: UInt64

  package init(rawValue: UInt64) {
    self.rawValue = rawValue
  }

  package static let abstractSockets = LandlockScopes(rawValue: 1)
  package static let signals = LandlockScopes(rawValue: 2)

  package static func known(to abi: Int) -> LandlockScopes {
    abi >= 6 ? [.abstractSockets, .signals] : []
  }
}

extension LandlockRights: CustomStringConvertible {
  private static let names = [
    "execute", "write", "read", "list", "remove folders", "remove files",
    "make character devices", "make folders", "make files", "make sockets", "make pipes",
    "make block devices", "make links", "move between folders", "truncate", "control devices",
  ]

  package var description: String {
    let named = Self.names.enumerated().filter { rawValue & 1 << UInt64($0.offset) != 0 }
    return named.map(\.element).joined(separator: ", ")
  }
}
