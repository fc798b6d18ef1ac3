import HermeticPolicy

/// Where a `PolicyImage` keeps what.
enum Layout {
  static let magicNumber: UInt64 = 0x3163_6974_656d_7268  // "hrmetic1"
  static let magic = 0
  static let length = 8
  static let settings = 12
  static let rules = 24
  static let ruleMask = 28
  static let origins = 32
  static let originCount = 36
  static let prefixes = 40
  static let prefixCount = 44
  static let isEnforcing = 48
  static let absent = 52
  static let refusable = 56
  /// What rules name at all: bit 0 packages, bit 1 programs, bit 2 files that must not be read, by a glob, bit 3
  /// other files, bit 4 modules that may ask for grants.
  static let named = 60
  static let defaults = 64
  /// What is grantable, and who may ask: texts, as origins are kept.
  static let grantables = 64 + 4 * mostActions
  static let grantableCount = grantables + 4
  static let headerSize = grantables + 8
  static let mostActions = 32

  static let ruleSlotSize = 48
  // Where a rule's slot keeps what, its hash being first. The key is an address, or a text's offset and
  // length.
  static let actions = 4
  static let kind = 8
  /// A block's prefix, or which names a domain stands for.
  static let coverage = 9
  static let effect = 10
  static let port = 12
  static let rule = 16
  static let key = 24
  /// A second text: a glob behind its path, a module's importer, a command's arguments.
  static let second = 40

  static let domainKind: UInt8 = 1
  static let blockKind: UInt8 = 2
  static let unixKind: UInt8 = 3
  static let pathKind: UInt8 = 4
  static let globKind: UInt8 = 5
  /// A folder somewhere below which something is refused.
  static let aboveKind: UInt8 = 6
  static let moduleKind: UInt8 = 7
  static let variableKind: UInt8 = 8
  /// The part of a variable's name before its first `*`, with all from there on as the second text.
  static let variablesKind: UInt8 = 9
  static let commandKind: UInt8 = 10
  static let packageKind: UInt8 = 11
  static let partKind: UInt8 = 12
  /// A folder somewhere below which something is allowed.
  static let aboveAllowedKind: UInt8 = 13

  @inline(__always) static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var hash = hashSeed
    for index in 0..<text.count { hash = unsafe mix(hash, text[index]) }
    return finish(hash)
  }

  @inline(__always) static func hash(_ block: AddressBlock) -> UInt32 {
    var mixed = block.base.high &* 0x9e37_79b9_7f4a_7c15
    mixed = (mixed ^ mixed >> 32 ^ block.base.low) &* 0xd6e8_feb8_6659_fd93
    mixed ^= UInt64(block.prefix)
    return finish(UInt32(truncatingIfNeeded: mixed ^ mixed >> 29))
  }

  @inline(__always) static func lowered(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
  }
}
