package import HermeticPolicy

/// A policy as one flat, position-independent buffer: compiled once, mapped read-only by whoever
/// decides.
///
/// Asking it costs no allocation, lock or reference count, and no more with ten thousand rules than
/// with ten: rules are found by hash, domains label by label, blocks prefix by prefix.
@safe
package struct PolicyImage: @unchecked Sendable {
  // SAFETY (Sendable): the memory is never written after `init`, and never freed while in use.
  let base: UnsafeRawPointer
  /// The layer around this one, which has a say too; nil for the run's own policy.
  var outer: UnsafePointer<PolicyImage>?
  /// How many rules the layers around this one have, whose numbers come first.
  var firstRule: Verdict = 0
  /// What is allowed for a while beyond what this layer allows by default, one behind the other.
  var grants: UnsafePointer<PolicyImage>?
  /// The addresses of the names that this layer allows.
  package internal(set) var book: AddressBook?

  /// Takes memory that holds an image; nil where it does not.
  package init?(_ memory: UnsafeRawBufferPointer) {
    guard let start = memory.baseAddress, memory.count >= Layout.headerSize else { return nil }
    unsafe base = start
    guard word64(Layout.magic) == Layout.magicNumber, Int(word(Layout.length)) == memory.count
    else {
      return nil
    }
  }

  /// A rule's number, by which its origin is found; or `allowed`.
  package typealias Verdict = Int32
  /// The verdict that nothing speaks against.
  package static let allowed: Verdict = -1

  /// The run's settings, which no scope changes.
  package var settings: RunSettings { RunSettings(word: root.word(Layout.settings)) }

  /// Whether the refusal of an action is no violation: what it is after looks as if it were not there.
  ///
  /// The layer that refuses it first says so.
  package func isAbsentWhenRefused(_ action: Action) -> Bool {
    var layer = self
    while !layer.ownRefusable.contains(action), let outer = unsafe layer.outer {
      layer = unsafe outer.pointee
    }
    return ActionSet(rawValue: layer.word(Layout.absent)).contains(action)
  }

  /// The actions that this layer can refuse.
  var ownRefusable: ActionSet { ActionSet(rawValue: word(Layout.refusable)) }

  /// The actions that can be refused at all.
  package var refusable: ActionSet {
    var actions = ownRefusable
    var layer = unsafe outer
    while let outer = unsafe layer {
      unsafe actions.formUnion(outer.pointee.ownRefusable)
      unsafe layer = outer.pointee.outer
    }
    return actions
  }

  /// Whether an action can be refused at all.
  package func canRefuse(_ action: Action) -> Bool { refusable.contains(action) }

  /// Whether the refusal of any action depends on who asks.
  package var judgesCallers: Bool {
    !refusable.isDisjoint(with: .judgedByCaller) || namesGrantors
  }

  /// Whether anything depends on where code is: of who asks, or of what is loaded.
  package var judgesByPlace: Bool { judgesCallers || canRefuse(.loadNative) }

  /// The first rule that refuses one of some actions wherever no other allows it, or the first of all.
  package func firstRule(of actions: ActionSet) -> Verdict {
    Action.allCases.lazy.filter(actions.contains).map(defaultVerdict).first { $0 >= 0 } ?? 0
  }

  /// Whether any action can be refused.
  package var isEnforcing: Bool {
    layers.contains { $0.word(Layout.isEnforcing) != 0 }
  }

  /// The first layer's verdict by default on an action, of those that refuse it.
  package func defaultVerdict(_ action: Action) -> Verdict {
    firstRefusal(action) { $0.ownDefault(action) }
  }

  /// This layer's own.
  func ownDefault(_ action: Action) -> Verdict {
    let rule = Verdict(bitPattern: word(Layout.defaults + 4 * Int(action.rawValue)))
    return rule < 0 ? rule : rule + firstRule
  }

  /// Whether a verdict on an action is that by default of the layer that gave it.
  package func isDefault(_ verdict: Verdict, of action: Action) -> Bool {
    firstRefusal(action) { $0.ownDefault(action) == verdict ? verdict : Self.allowed } == verdict
  }

  /// Where the rule with this number was written.
  package func origin(_ rule: Verdict) -> String {
    unsafe String(decoding: originBytes(rule), as: UTF8.self)
  }

  /// The same, where it lies.
  package func originBytes(_ rule: Verdict) -> UnsafeRawBufferPointer {
    if rule >= 0, rule < firstRule, let outer = unsafe outer {
      return unsafe outer.pointee.originBytes(rule)
    }
    let rule = rule - firstRule
    guard rule >= 0, rule < Int32(bitPattern: word(Layout.originCount)) else {
      return unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    }
    let entry = Int(word(Layout.origins)) + 8 * Int(rule)
    let start = Int(word(entry))
    // SAFETY: the compiler of the image wrote offset and length of text that lies inside it.
    return unsafe UnsafeRawBufferPointer(start: base + start, count: Int(word(entry + 4)))
  }

  // MARK: Events

  /// A row of the event table.
  package struct Event: Sendable {
    /// `AuditEvent.Argument`'s raw value.
    package let argument: UInt8
    /// `Action`'s raw value, or `LifecycleEvent`'s index.
    package let action: UInt8
  }

  /// The first question, asked of every audit event: whether its name is one that matters.
  @_noLocks
  package func screen(_ name: UnsafePointer<CChar>) -> Event? {
    var hash = Layout.hashSeed
    var length = 0
    // SAFETY: `name` is a C string.
    while case let byte = unsafe UInt8(bitPattern: name[length]), byte != 0 {
      hash = Layout.mix(hash, byte)
      length += 1
    }
    hash = Layout.finish(hash)
    let mask = word(Layout.eventMask)
    var index = hash & mask
    while true {
      let slot = Int(word(Layout.events)) + Layout.eventSlotSize * Int(index)
      let found = word(slot)
      if found == 0 { return nil }
      if found == hash, Int(word(slot + 8)) == length, unsafe equals(slot + 4, name, length) {
        return Event(argument: byte(slot + 12), action: byte(slot + 13))
      }
      index = (index + 1) & mask
    }
  }

  private func equals(_ offset: Int, _ name: UnsafePointer<CChar>, _ length: Int) -> Bool {
    let start = Int(word(offset))
    for index in 0..<length where unsafe UInt8(bitPattern: name[index]) != byte(start + index) {
      return false
    }
    return true
  }

  // MARK: Rules

  /// What the rules say of something, before the default is asked.
  enum Finding {
    case nothing
    case allowed
    case refused(Verdict)
  }

  /// Weighs the rules that match.
  struct Balance {
    private var allows = false
    private var names = false
    private var caution: Verdict = PolicyImage.allowed

    /// Takes a rule in; returns it where no other can matter.
    mutating func add(_ effect: UInt8, _ rule: Verdict) -> Verdict? {
      switch effect {
      case Rule.Effect.allow.rawValue: allows = true
      case Rule.Effect.allowNamed.rawValue: names = true
      case Rule.Effect.refuseUnlessNamed.rawValue: caution = rule
      default: return rule
      }
      return nil
    }

    var finding: Finding {
      if names { return .allowed }
      if caution >= 0 { return .refused(caution) }
      return allows ? .allowed : .nothing
    }
  }

  func effect(_ slot: Int) -> (effect: UInt8, rule: Verdict) {
    (byte(slot + Layout.effect), Verdict(bitPattern: word(slot + Layout.rule)) + firstRule)
  }

  /// This layer's verdict, by rules or by default.
  func verdict(_ balance: Balance, _ action: Action) -> Verdict {
    switch balance.finding {
    case .nothing: ownDefault(action)
    case .allowed: Self.allowed
    case .refused(let rule): rule
    }
  }

  func matches(_ offset: Int, _ action: Action, _ port: UInt16?) -> Bool {
    guard word(offset + Layout.actions) & 1 << UInt32(action.rawValue) != 0 else { return false }
    let wanted = half(offset + Layout.port)
    guard wanted != 0 else { return true }
    // While a name is being resolved nobody knows the port yet. That one port is allowed is enough
    // then, that one is refused is not.
    guard let port else { return byte(offset + Layout.effect) < Rule.Effect.refuse.rawValue }
    return wanted == port
  }

  func firstSlot(_ hash: UInt32) -> SlotCursor {
    SlotCursor(index: hash & word(Layout.ruleMask))
  }

  /// Walks the slots from a hash's own to the next empty one.
  struct SlotCursor {
    var index: UInt32

    mutating func next(_ image: PolicyImage) -> Int? {
      let offset = Int(image.word(Layout.rules)) + Layout.ruleSlotSize * Int(index)
      guard image.word(offset) != 0 else { return nil }
      index = (index + 1) & image.word(Layout.ruleMask)
      return offset
    }
  }

  // MARK: Loads

  // SAFETY (of all four): offsets come from the image itself, which `PolicyImage.compile` wrote whole
  // and aligned, or are below the header's size, which `init` has checked.

  @inline(__always) func word(_ offset: Int) -> UInt32 {
    unsafe base.load(fromByteOffset: offset, as: UInt32.self)
  }
  @inline(__always) func word64(_ offset: Int) -> UInt64 {
    unsafe base.load(fromByteOffset: offset, as: UInt64.self)
  }
  @inline(__always) func half(_ offset: Int) -> UInt16 {
    unsafe base.load(fromByteOffset: offset, as: UInt16.self)
  }
  @inline(__always) func byte(_ offset: Int) -> UInt8 {
    unsafe base.load(fromByteOffset: offset, as: UInt8.self)
  }
}

// What `screen` uses: for locks, a debug build's compiler sees through this file only.
extension Layout {
  static let events = 16
  static let eventMask = 20
  /// A slot: hash, name offset, name length, argument, action.
  static let eventSlotSize = 16

  static let hashSeed: UInt32 = 0x811c_9dc5

  /// One step of FNV-1a.
  @inline(__always) static func mix(_ hash: UInt32, _ byte: UInt8) -> UInt32 {
    (hash ^ UInt32(byte)) &* 0x0100_0193
  }

  /// Spreads a hash's high bits, and keeps zero for empty slots.
  @inline(__always) static func finish(_ hash: UInt32) -> UInt32 {
    let mixed = (hash ^ hash >> 15) &* 0x2c1b_3c6d
    return (mixed ^ mixed >> 13) | 1
  }
}
