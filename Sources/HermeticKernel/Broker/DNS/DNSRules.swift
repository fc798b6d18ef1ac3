package import HermeticPolicy
package import HermeticSession

/// A name that was asked for and is not to be known, or an address that one may not lead to.
package struct DNSRefusal: Hashable, Sendable {
  package let name: String
  /// What the name alone does not explain.
  package let note: String?
  package let rule: PolicyImage.Verdict

  package var violation: Violation {
    Violation(.resolve, on: name, note: note, rule: rule, caller: nil)
  }
}

/// What a policy says of questions and answers.
struct DNSRules {
  let image: PolicyImage

  enum Decision: Hashable {
    /// Servers are asked; the rules for this name hold for what they say.
    case forward(rulesOf: [UInt8])
    /// It is answered from here.
    case answer(DNSCode, [DNSRecord])
    case refuse(DNSRefusal)
  }

  /// Whether refusals are only reported.
  var onlyReports: Bool { image.settings.onViolation == .log }

  /// Decides on a question; `search` is what libc tries behind a name that has few dots.
  func decide(_ query: DNSQuery, search: [DNSName]) -> Decision {
    let text = query.name.text
    func refuse(_ rule: PolicyImage.Verdict, _ note: String? = nil) -> Decision {
      .refuse(DNSRefusal(name: String(decoding: text, as: UTF8.self), note: note, rule: rule))
    }
    guard query.name.isHostName else { return refuse(image.defaultVerdict(.resolve)) }
    var rulesOf = text
    if let address = query.name.reversedAddress {
      let verdict = image.decide(.resolve, on: address, port: nil, book: image.book)
      if verdict >= 0 { return refuse(verdict) }
      if AddressBlock.loopback.contains(where: { $0.contains(address) }) {
        return .answer(.none, localhost(query))
      }
    } else {
      let verdict = verdict(text)
      if verdict >= 0 {
        guard let asked = search.lazy.compactMap(query.name.removing).first(where: isAllowed) else {
          return refuse(verdict)
        }
        if asked.isLocalhost { return .answer(.noSuchName, []) }
        rulesOf = asked.text
      }
      if query.name.isLocalhost { return .answer(.none, localhost(query)) }
    }
    if query.type.isEmptied { return .answer(.none, []) }
    guard query.type.isForwarded else {
      return refuse(image.defaultVerdict(.resolve), "type \(query.type.rawValue)")
    }
    return .forward(rulesOf: rulesOf)
  }

  private func isAllowed(_ name: DNSName) -> Bool {
    name.isHostName && verdict(name.text) < 0
  }

  private func verdict(_ name: [UInt8]) -> PolicyImage.Verdict {
    // SAFETY: the bytes live as long as the call.
    unsafe name.withUnsafeBufferPointer { unsafe image.decide(.resolve, on: $0, port: nil) }
  }

  /// The records of this machine itself, which no server needs to be asked for (RFC 6761, RFC 6303).
  private func localhost(_ query: DNSQuery) -> [DNSRecord] {
    let data: DNSRecord.Part
    switch (query.type, query.name.reversedAddress) {
    case (.a, nil): data = .bytes([127, 0, 0, 1])
    case (.aaaa, nil): data = .bytes([UInt8](repeating: 0, count: 15) + [1])
    case (.ptr, .some):
      guard let name = HostName("localhost") else { return [] }
      data = .name(DNSName(name))
    default: return []
    }
    return [DNSRecord(query.name, query.type, lifetime: 3600, data: [data])]
  }

  /// What may be handed out of an answer, and what may not; what may be connected to is then in the
  /// address book.
  func screen(
    _ records: [DNSRecord], to query: DNSQuery, rulesOf name: [UInt8]
  ) -> (kept: [DNSRecord], withheld: [DNSRefusal]) {
    var withheld: [DNSRefusal] = []
    let kept = records.filter { record in
      guard record.type == .a || record.type == .aaaa else { return true }
      guard let address = record.address else { return false }
      // SAFETY: the bytes live as long as the call.
      let isAdmitted = unsafe name.withUnsafeBufferPointer { unsafe image.admit(address, of: $0) }
      if isAdmitted { return true }
      withheld.append(
        DNSRefusal(
          name: String(decoding: query.name.text, as: UTF8.self), note: "leads to \(address)",
          rule: image.defaultVerdict(.connect)))
      return onlyReports
    }
    return (kept, withheld)
  }
}
