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
    writer.put(policy.absentWhenRefused.rawValue, at: Layout.absent)
    writer.put(policy.refusable.rawValue, at: Layout.refusable)
    let namesPackage = rules.contains { if case .package = $0.pattern { true } else { false } }
    let namesProgram = rules.contains { if case .command = $0.pattern { true } else { false } }
    let namesGlob = rules.contains { rule in
      // The one on the memory of processes is of files that are no links. Whoever writes through a link
      // changes what it leads to.
      if case .path(let path) = rule.pattern, path.glob != nil, path.prefix != "/proc" {
        rule.effect.refuses && rule.actions.contains(.readFile)
      } else {
        false
      }
    }
    let namesFile = rules.contains { rule in
      if case .path(let path) = rule.pattern {
        rule.effect.refuses && path.prefix != "/proc"
      } else {
        false
      }
    }
    writer.put(
      (namesPackage ? 1 : 0) | (namesProgram ? 2 : 0) | (namesGlob ? 4 : 0) | (namesFile ? 8 : 0)
        | (policy.grantors.isEmpty ? 0 : 16),
      at: Layout.named)
    for index in 0..<Layout.mostActions { writer.put(.max, at: Layout.defaults + 4 * index) }
    for action in Action.allCases {
      guard let origin = policy.refusedByDefault[action] else { continue }
      writer.put(UInt32(origins.count), at: Layout.defaults + 4 * Int(action.rawValue))
      origins.append(origin.description)
    }

    writer.writeEvents(of: policy.refusable, namesGrantors: !policy.grantors.isEmpty)
    writer.writeRules(rules)
    writer.writeTexts(origins, at: (Layout.origins, Layout.originCount))
    writer.writeTexts(
      policy.grantables.map { "\($0.kind)\0\($0.pattern)\0\($0.origin)" }
        + policy.grantors.map { "\(Grantable.moduleKind)\0\($0)\0" },
      at: (Layout.grantables, Layout.grantableCount))
    writer.put(UInt32(writer.bytes.count), at: Layout.length)
    return writer.bytes
  }
}

extension Policy {
  /// The actions that can be refused at all.
  fileprivate var refusable: ActionSet {
    var actions = ActionSet()
    for action in refusedByDefault.keys { actions.formUnion(ActionSet(action)) }
    for rule in rules where rule.effect.refuses { actions.formUnion(rule.actions) }
    return actions
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
  mutating func writeEvents(of refusable: ActionSet, namesGrantors: Bool) {
    var refusable = refusable
    // Who asks is told by where code says that it is from: that must be true.
    if namesGrantors || !refusable.isDisjoint(with: ActionSet.judgedByCaller) {
      refusable.formUnion(ActionSet(.executeCode))
    }
    var events: [(name: String, argument: AuditEvent.Argument, action: UInt8)] = []
    for entry in CatalogEntry.all where refusable.contains(entry.action) {
      // An event may be of several actions; whoever decides on one knows of the others.
      for event in entry.events where !events.contains(where: { $0.name == event.name }) {
        events.append((event.name, event.argument, entry.action.rawValue))
      }
    }
    for (index, event) in LifecycleEvent.allCases.enumerated()
    where !events.contains(where: { $0.name == event.rawValue }) {
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
    let above = folders(above: rules, refusing: true)
    let aboveAllowed = folders(above: rules, refusing: false)
    let table = reserveTable(
      rules.count + above.count + aboveAllowed.count, slot: Layout.ruleSlotSize,
      at: (Layout.rules, Layout.ruleMask))
    var prefixes: Set<UInt8> = []
    for (number, rule) in rules.enumerated() {
      let slot: Int
      switch rule.pattern {
      case .domain(let name, let coverage, let port):
        slot = writeText(name.description, kind: Layout.domainKind, table)
        bytes[slot + Layout.coverage] = coverage.bits
        write(port, slot)
      case .addresses(let block, let port):
        slot = write(block, table)
        prefixes.insert(block.prefix)
        write(port, slot)
      case .unixSocket(let path): slot = writeText(path, kind: Layout.unixKind, table)
      case .path(let path):
        slot = writeText(
          path.prefix, kind: path.glob == nil ? Layout.pathKind : Layout.globKind, table,
          second: path.glob.map { path.includesBelow ? $0 : $0 + Glob.end })
      case .variable(let name):
        let literal = name.prefix { $0 != "*" }
        let rest = name.dropFirst(literal.count)
        slot = writeText(
          String(literal), kind: rest.isEmpty ? Layout.variableKind : Layout.variablesKind, table,
          second: String(rest))
      case .command(let path, let arguments):
        slot = writeText(
          path, kind: Layout.commandKind, table, second: arguments.map { $0 + "\0" }.joined())
      case .module(let name, let importer):
        slot = writeText(name, kind: Layout.moduleKind, table, second: importer)
      case .package(let name): slot = writeText(name, kind: Layout.packageKind, table)
      case .part(let name): slot = writeText(name, kind: Layout.partKind, table)
      }
      finish(slot, rule.actions, rule.effect, number)
    }
    for (folder, mark) in above {
      let slot = writeText(
        String(decoding: folder, as: UTF8.self), kind: Layout.aboveKind, table)
      finish(slot, mark.actions, .refuse, mark.rule)
    }
    for (folder, mark) in aboveAllowed {
      let slot = writeText(
        String(decoding: folder, as: UTF8.self), kind: Layout.aboveAllowedKind, table)
      finish(slot, mark.actions, .allow, mark.rule)
    }
    put(UInt32(reserve(0)), at: Layout.prefixes)
    put(UInt32(prefixes.count), at: Layout.prefixCount)
    bytes.append(contentsOf: prefixes.sorted(by: >))
  }

  /// The folders below which rules refuse or allow something, with what, and the first of these rules.
  private func folders(
    above rules: [Rule], refusing: Bool
  ) -> [ArraySlice<UInt8>: (actions: ActionSet, rule: Int)] {
    var found: [ArraySlice<UInt8>: (actions: ActionSet, rule: Int)] = [:]
    for (number, rule) in rules.enumerated() {
      guard rule.effect.refuses == refusing, case .path(let path) = rule.pattern else { continue }
      var folder = Array(path.prefix.utf8)[...]
      // What a glob stands for is below its prefix, but the prefix of some is everything.
      var isAbove = path.glob != nil && !folder.isEmpty
      while true {
        if isAbove {
          let known = found[folder, default: ([], number)]
          found[folder] = (known.actions.union(rule.actions), known.rule)
        }
        isAbove = true
        guard let slash = folder.lastIndex(of: UInt8(ascii: "/")) else { break }
        folder = folder[..<slash]
      }
    }
    return found
  }

  private mutating func finish(
    _ slot: Int, _ actions: ActionSet, _ effect: Rule.Effect, _ rule: Int
  ) {
    put(actions.rawValue, at: slot + Layout.actions)
    bytes[slot + Layout.effect] = effect.rawValue
    put(UInt32(rule), at: slot + Layout.rule)
  }

  private mutating func write(_ port: Pattern.Port, _ slot: Int) {
    guard case .only(let number) = port else { return }
    bytes[slot + Layout.port] = UInt8(number & 0xff)
    bytes[slot + Layout.port + 1] = UInt8(number >> 8)
  }

  private mutating func write(_ block: AddressBlock, _ table: (start: Int, mask: UInt32)) -> Int {
    let hash = Layout.hash(block)
    let slot = freeSlot(hash, table, Layout.ruleSlotSize)
    put(hash, at: slot)
    bytes[slot + Layout.kind] = Layout.blockKind
    bytes[slot + Layout.coverage] = block.prefix
    put64(block.base.high, at: slot + Layout.key)
    put64(block.base.low, at: slot + Layout.key + 8)
    return slot
  }

  private mutating func writeText(
    _ text: String, kind: UInt8, _ table: (start: Int, mask: UInt32), second: String? = nil
  ) -> Int {
    let hash = Layout.finish(text.utf8.reduce(Layout.hashSeed, Layout.mix))
    let slot = freeSlot(hash, table, Layout.ruleSlotSize)
    let key = append(text)
    put(hash, at: slot)
    bytes[slot + Layout.kind] = kind
    put(key.offset, at: slot + Layout.key)
    put(key.length, at: slot + Layout.key + 4)
    if let second {
      let text = append(second)
      put(text.offset, at: slot + Layout.second)
      put(text.length, at: slot + Layout.second + 4)
    }
    return slot
  }

  mutating func writeTexts(_ texts: [String], at header: (offset: Int, count: Int)) {
    let table = reserve(8 * texts.count)
    put(UInt32(table), at: header.offset)
    put(UInt32(texts.count), at: header.count)
    for (index, text) in texts.enumerated() {
      let text = append(text)
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
