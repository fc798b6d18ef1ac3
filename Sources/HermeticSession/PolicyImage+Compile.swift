package import HermeticPolicy

extension PolicyImage {
  /// Compiles a policy into an image's bytes.
  package static func compile(_ policy: Policy, settings: RunSettings = RunSettings()) -> [UInt8] {
    var writer = ImageWriter()
    let rules = policy.rules
    var origins = rules.map(\.origin.description)

    writer.put64(Layout.magicNumber, at: Layout.magic)
    writer.put(settings.word, at: Layout.settings)
    writer.put(policy.isEmpty ? 0 : 1, at: Layout.isEnforcing)
    for index in 0..<16 { writer.put(.max, at: Layout.defaults + 4 * index) }
    for action in Action.allCases {
      guard let origin = policy.refusedByDefault[action] else { continue }
      writer.put(UInt32(origins.count), at: Layout.defaults + 4 * Int(action.rawValue))
      origins.append(origin.description)
    }

    writer.writeEvents(of: policy, rules)
    writer.writeRules(rules)
    writer.writeOrigins(origins)
    writer.put(UInt32(writer.bytes.count), at: Layout.length)
    return writer.bytes
  }
}

/// Writes an image: the header first, then table after table.
private struct ImageWriter {
  var bytes = [UInt8](repeating: 0, count: Layout.headerSize)

  mutating func put(_ value: UInt32, at offset: Int) {
    for index in 0..<4 {
      bytes[offset + index] = UInt8(truncatingIfNeeded: value.littleEndian >> (8 * UInt32(index)))
    }
  }

  mutating func put64(_ value: UInt64, at offset: Int) {
    put(UInt32(truncatingIfNeeded: value), at: offset)
    put(UInt32(truncatingIfNeeded: value >> 32), at: offset + 4)
  }

  /// Appends zeros, aligned for every load, and returns where they start.
  mutating func reserve(_ count: Int) -> Int {
    bytes.append(contentsOf: repeatElement(0, count: (8 - bytes.count % 8) % 8))
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: count))
    return start
  }

  mutating func append(_ text: String) -> (offset: UInt32, length: UInt32) {
    let start = bytes.count
    bytes.append(contentsOf: text.utf8)
    return (UInt32(start), UInt32(bytes.count - start))
  }

  /// Reserves a hash table at most half full, and notes it in the header.
  private mutating func reserveTable(
    _ count: Int, slot size: Int, at header: (offset: Int, mask: Int)
  ) -> (start: Int, mask: UInt32) {
    var capacity = 4
    while capacity < 2 * count { capacity *= 2 }
    let start = reserve(capacity * size)
    put(UInt32(start), at: header.offset)
    put(UInt32(capacity - 1), at: header.mask)
    return (start, UInt32(capacity - 1))
  }

  /// The first empty slot for a hash.
  private func freeSlot(_ hash: UInt32, _ table: (start: Int, mask: UInt32), _ size: Int) -> Int {
    var index = hash & table.mask
    while true {
      let offset = table.start + size * Int(index)
      if bytes[offset..<offset + 4].allSatisfy({ $0 == 0 }) { return offset }
      index = (index + 1) & table.mask
    }
  }

  /// Only the events of actions that can be refused at all, and those that steer the engine.
  mutating func writeEvents(of policy: Policy, _ rules: [Rule]) {
    var events: [(name: String, argument: AuditEvent.Argument, action: UInt8)] = []
    for entry in CatalogEntry.all {
      let isRefusable =
        policy.refusedByDefault[entry.action] != nil
        || rules.contains { $0.effect.refuses && $0.actions.contains(entry.action) }
      guard isRefusable else { continue }
      events += entry.events.map { ($0.name, $0.argument, entry.action.rawValue) }
    }
    for (index, event) in LifecycleEvent.allCases.enumerated() {
      events.append((event.rawValue, .lifecycle, UInt8(index)))
    }
    let table = reserveTable(
      events.count, slot: Layout.eventSlotSize, at: (Layout.events, Layout.eventMask))
    for event in events {
      let hash = Layout.finish(event.name.utf8.reduce(Layout.hashSeed, Layout.mix))
      let slot = freeSlot(hash, table, Layout.eventSlotSize)
      let name = append(event.name)
      put(hash, at: slot)
      put(name.offset, at: slot + 4)
      put(name.length, at: slot + 8)
      bytes[slot + 12] = event.argument.rawValue
      bytes[slot + 13] = event.action
    }
  }

  mutating func writeRules(_ rules: [Rule]) {
    let table = reserveTable(
      rules.count, slot: Layout.ruleSlotSize, at: (Layout.rules, Layout.ruleMask))
    var prefixes: Set<UInt8> = []
    for (number, rule) in rules.enumerated() {
      let slot: Int
      let port: Pattern.Port
      switch rule.pattern {
      case .domain(let name, let coverage, let onPort):
        slot = writeText(name.description, kind: Layout.domainKind, table)
        bytes[slot + 5] = coverage.bits
        port = onPort
      case .addresses(let block, let onPort):
        let hash = Layout.hash(block)
        slot = freeSlot(hash, table, Layout.ruleSlotSize)
        put(hash, at: slot)
        bytes[slot + 4] = Layout.blockKind
        bytes[slot + 5] = block.prefix
        put64(block.base.high, at: slot + 16)
        put64(block.base.low, at: slot + 24)
        prefixes.insert(block.prefix)
        port = onPort
      case .unixSocket(let path):
        slot = writeText(path, kind: Layout.unixKind, table)
        port = .any
      }
      bytes[slot + 6] = UInt8(rule.actions.rawValue & 0xff)
      bytes[slot + 7] = UInt8(rule.actions.rawValue >> 8)
      if case .only(let number) = port {
        bytes[slot + 8] = UInt8(number & 0xff)
        bytes[slot + 9] = UInt8(number >> 8)
      }
      bytes[slot + 10] = rule.effect.rawValue
      put(UInt32(number), at: slot + 12)
    }
    put(UInt32(reserve(0)), at: Layout.prefixes)
    put(UInt32(prefixes.count), at: Layout.prefixCount)
    bytes.append(contentsOf: prefixes.sorted(by: >))
  }

  private mutating func writeText(
    _ text: String, kind: UInt8, _ table: (start: Int, mask: UInt32)
  ) -> Int {
    let hash = Layout.finish(text.utf8.reduce(Layout.hashSeed, Layout.mix))
    let slot = freeSlot(hash, table, Layout.ruleSlotSize)
    let key = append(text)
    put(hash, at: slot)
    bytes[slot + 4] = kind
    put(key.offset, at: slot + 16)
    put(key.length, at: slot + 20)
    return slot
  }

  mutating func writeOrigins(_ origins: [String]) {
    let table = reserve(8 * origins.count)
    put(UInt32(table), at: Layout.origins)
    put(UInt32(origins.count), at: Layout.originCount)
    for (index, origin) in origins.enumerated() {
      let text = append(origin)
      put(text.offset, at: table + 8 * index)
      put(text.length, at: table + 8 * index + 4)
    }
  }
}

extension Pattern.Coverage {
  /// Bit 0: the name itself; bit 1: names below it.
  fileprivate var bits: UInt8 {
    switch self {
    case .itself: 1
    case .subdomains: 2
    case .itselfAndSubdomains: 3
    }
  }
}
