import HermeticPolicy
import HermeticSession
import Testing

@Suite struct `A policy inside another` {
  /// An image with others inside it, the outermost first; never freed.
  private func layers(_ policies: [[(PolicyOption, [String])]]) throws -> PolicyImage {
    var image: PolicyImage?
    for options in policies {
      let inner = try #require(try TestImage(options)).image
      image =
        image.map { outer in
          let memory = UnsafeMutablePointer<PolicyImage>.allocate(capacity: 1)
          unsafe memory.initialize(to: outer)
          return unsafe inner.inside(UnsafePointer(memory))
        } ?? inner
    }
    return try #require(image)
  }

  private func verdict(_ image: PolicyImage, _ action: Action, _ name: String)
    -> PolicyImage.Verdict
  {
    var name = name
    return name.withUTF8 { unsafe image.decide(action, on: $0, port: 443) }
  }

  @Test func `allows what all of them allow`() throws {
    let image = try layers([
      [(.allowDomain, ["a.example", "b.example"])], [(.allowDomain, ["b.example", "c.example"])],
    ])
    #expect(verdict(image, .connect, "a.example") >= 0)
    #expect(verdict(image, .connect, "b.example") == PolicyImage.allowed)
    #expect(verdict(image, .connect, "c.example") >= 0)
  }

  @Test func `leaves alone what only the other is about`() throws {
    let image = try layers([[(.noSubprocess, [])], [(.noNetwork, [])]])
    #expect(image.canRefuse(.spawn) && image.canRefuse(.connect))
    #expect(!image.canRefuse(.executeCode))
    #expect(image.defaultVerdict(.spawn) >= 0 && image.defaultVerdict(.connect) >= 0)
    #expect(image.defaultVerdict(.executeCode) == PolicyImage.allowed)
  }

  @Test func `tells whose rule refuses`() throws {
    let image = try layers([
      [(.allowDomain, ["a.example"])], [(.noSubprocess, [])], [(.denyWrite, ["/srv"])],
    ])
    #expect(image.origin(image.defaultVerdict(.connect)) == "--allow-domain a.example")
    #expect(image.origin(image.defaultVerdict(.spawn)) == "--no-subprocess")
    var path = "/srv/file"
    let rule = path.withUTF8 { unsafe image.decide(.writeFile, onPath: $0) }
    #expect(image.origin(rule) == "--deny-write /srv")
    #expect(Set([rule, image.defaultVerdict(.spawn), image.defaultVerdict(.connect)]).count == 3)
    #expect(Array(image.layers).count == 3)
    #expect(image.alone.defaultVerdict(.spawn) == PolicyImage.allowed)
  }

  @Test func `remembers addresses for itself`() throws {
    let outer = try #require(AddressBook())
    let inner = try #require(AddressBook())
    let address = try #require(IPAddress("192.0.2.1"))
    let memory = UnsafeMutablePointer<PolicyImage>.allocate(capacity: 1)
    unsafe memory.initialize(
      to: try #require(try TestImage(domains: ["a.example"])).image.remembering(outer))
    let image = unsafe try #require(try TestImage(domains: ["b.example"])).image
      .remembering(inner).inside(UnsafePointer(memory))
    func isAllowed() -> Bool { image.decide(.connect, on: address, port: 443, book: outer) < 0 }
    outer.insert(address, port: 0)
    #expect(!isAllowed())
    inner.insert(address, port: 0)
    #expect(isAllowed())
  }

  @Test func `is granted what is refused by default, and nothing else`() throws {
    let grant = UnsafeMutablePointer<PolicyImage>.allocate(capacity: 1)
    unsafe grant.initialize(
      to: try #require(try TestImage(domains: ["a.example", "b.example"])).image)
    let image = unsafe try #require(
      try TestImage([
        (.allowDomain, ["c.example"]), (.denyWrite, ["/srv"]), (.noSubprocess, []),
      ])
    ).image.granting(UnsafePointer(grant))
    #expect(verdict(image, .connect, "a.example") == PolicyImage.allowed)
    #expect(verdict(image, .connect, "c.example") == PolicyImage.allowed)
    #expect(verdict(image, .connect, "d.example") >= 0)
    #expect(verdict(image, .connect, "metadata.google.internal") >= 0)
    var path = "/srv/file"
    #expect(path.withUTF8 { unsafe image.decide(.writeFile, onPath: $0) } >= 0)
    #expect(image.defaultVerdict(.spawn) >= 0)
    // A layer inside has its say all the same.
    let memory = UnsafeMutablePointer<PolicyImage>.allocate(capacity: 1)
    unsafe memory.initialize(to: image)
    let narrowed = unsafe try #require(try TestImage(domains: ["b.example"])).image
      .inside(UnsafePointer(memory))
    #expect(verdict(narrowed, .connect, "a.example") >= 0)
    #expect(verdict(narrowed, .connect, "b.example") == PolicyImage.allowed)
  }

  @Test func `can be read out again`() throws {
    let image = try layers([
      [(.allowDomain, ["*.a.example:443", "10.0.0.0/8"]), (.denyRead, ["/srv/*.key"])],
      [(.allowEnv, ["APP_*"])],
    ])
    let rules = Array(image.layers).flatMap { $0.alone.writtenRules }
    func resource(_ origin: String) -> String? {
      rules.first { $0.origin == origin && !$0.resource.isEmpty }?.resource
    }
    #expect(resource("--allow-domain *.a.example:443") == "*.a.example:443")
    #expect(resource("--allow-domain 10.0.0.0/8") == "10.0.0.0/8")
    #expect(resource("--deny-read /srv/*.key") == "/srv/*.key")
    #expect(resource("--allow-env APP_*") == "APP_*")
    #expect(rules.contains { $0.resource.isEmpty && $0.actions.contains(.connect) })
  }

  @Test func `keeps what is grantable`() throws {
    let image = try #require(
      try TestImage([(.grantable, ["domain:a.example:443", "read:/srv", "module:plugins.a"])])
    ).image
    #expect(
      image.grantables.map { "\($0.kind) \($0.text)" } == [
        "domain a.example:443", "read /srv", "module plugins.a",
      ])
    #expect(image.grantables[0].origin == "--grantable domain:a.example:443")
    #expect(image.namesGrantors && image.judgesCallers && image.importers.contains("plugins"))
    #expect(verdict(image, .connect, "a.example") >= 0)
  }
}
