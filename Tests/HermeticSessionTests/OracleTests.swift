import HermeticPolicy
import HermeticSession
import Testing

@Suite struct `Decisions` {
  @Test(arguments: 1...60) func `are what the rules say one by one`(_ seed: Int) throws {
    var world = World(random: SeededGenerator(seed: UInt64(seed)))
    let policy = try world.policy(rules: [0, 1, 3, 10, 40, 120][seed % 6])
    let plain = PlainPolicy(
      rules: policy.rules, refusedByDefault: Set(policy.refusedByDefault.keys))
    let image = try #require(TestImage(policy))
    var counts = (allowed: 0, refused: 0)

    func check(_ verdict: PolicyImage.Verdict, _ expected: PlainPolicy.Answer, _ question: String) {
      let origin = image.image.origin(verdict)
      switch expected {
      case .allowed:
        counts.allowed += 1
        #expect(verdict == PolicyImage.allowed, "\(question): \(origin)")
      case .refusedByDefault:
        counts.refused += 1
        #expect(verdict >= 0 && origin == "default", "\(question): \(verdict) \(origin)")
      case .refused(let rules):
        counts.refused += 1
        let origins = rules.map { policy.rules[$0].origin.description }
        #expect(origins.contains(origin), "\(question): \(verdict) \(origin), not \(origins)")
      }
    }

    for _ in 0..<2_500 {
      let question = world.question()
      check(image.verdict(question), plain.answer(question), "\(question)")
    }
    #expect(counts.allowed > 0 || policy.rules.count < 10)
    #expect(counts.refused > 0 || policy.refusedByDefault.isEmpty)
  }

  @Test func `are right among ten thousand rules`() throws {
    var policy = Policy()
    policy.refuseByDefault([.connect], origin: .flag("default"))
    for number in 0..<5_000 {
      let name = try #require(HostName("host\(number).example"))
      policy.allow(
        ActionSet(.connect), .domain(name, .itself, .only(UInt16(number + 1))),
        origin: .flag("names"))
      let address = IPAddress(v4: 0x0a00_0000 + UInt32(number) * 2)
      policy.allow(
        ActionSet(.connect), .addresses(AddressBlock(address), .any), origin: .flag("addresses"))
    }
    let image = try #require(TestImage(policy))
    for number in 0..<5_000 {
      let port = UInt16(number + 1)
      #expect(image.allows(.connect, name: "host\(number).example", port: port))
      #expect(!image.allows(.connect, name: "host\(number).example", port: port + 1))
      #expect(!image.allows(.connect, name: "host\(number + 5_000).example", port: port))
      let address = IPAddress(v4: 0x0a00_0000 + UInt32(number) * 2)
      #expect(image.image.decide(.connect, on: address, port: 1, book: nil) == PolicyImage.allowed)
      let beside = IPAddress(v4: 0x0a00_0001 + UInt32(number) * 2)
      #expect(image.image.decide(.connect, on: beside, port: 1, book: nil) != PolicyImage.allowed)
    }
  }
}
