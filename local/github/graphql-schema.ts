import { buildSchema } from "graphql";

/** The types and fields of GitHub's GraphQL API that reading files in batches needs. */
export const SCHEMA = buildSchema(`
  scalar GitObjectID
  scalar URI
  scalar DateTime

  type Query {
    repository(owner: String!, name: String!, followRenames: Boolean = true): Repository
    rateLimit(dryRun: Boolean = false): RateLimit
    viewer: User!
  }

  type User { login: String! databaseId: Int }

  type RateLimit { limit: Int! cost: Int! remaining: Int! used: Int! resetAt: DateTime! nodeCount: Int! }

  type Repository {
    databaseId: Int
    name: String!
    nameWithOwner: String!
    isPrivate: Boolean!
    isArchived: Boolean!
    isEmpty: Boolean!
    url: URI!
    defaultBranchRef: Ref
    object(oid: GitObjectID, expression: String): GitObject
    ref(qualifiedName: String!): Ref
    refs(refPrefix: String!, query: String, first: Int, orderBy: RefOrder): RefConnection
  }

  enum OrderDirection { ASC DESC }
  enum RefOrderField { TAG_COMMIT_DATE ALPHABETICAL }
  input RefOrder { field: RefOrderField! direction: OrderDirection! }
  type RefConnection { nodes: [Ref] totalCount: Int! }

  type Ref { name: String! prefix: String! target: GitObject }

  interface GitObject { oid: GitObjectID! abbreviatedOid: String! }

  type Blob implements GitObject {
    oid: GitObjectID!
    abbreviatedOid: String!
    byteSize: Int!
    isBinary: Boolean
    isTruncated: Boolean!
    text: String
  }

  type Commit implements GitObject {
    oid: GitObjectID!
    abbreviatedOid: String!
    message: String!
    committedDate: DateTime!
    tree: Tree!
  }

  type Tree implements GitObject { oid: GitObjectID! abbreviatedOid: String! entries: [TreeEntry!] }

  type TreeEntry { name: String! mode: Int! type: String! oid: GitObjectID! path: String size: Int! }

  type Tag implements GitObject { oid: GitObjectID! abbreviatedOid: String! target: GitObject! }
`);
