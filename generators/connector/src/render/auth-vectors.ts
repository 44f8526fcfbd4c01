/**
 * Signatures of the generated tests: over method `POST`, path `/orders`, query and body of the request there, at 1790000000123 with the secret
 * `testSecret`; made with OpenSSL. `frame` is of the word `login`.
 */
export const AUTH_VECTORS = {
  query: '839d6d37b957550eeffc19d0932fd070b886fab2dc4e8c214964280b804c63d4',
  header: '449df0df78d4e0a5f970d6dc2d2dac4ca73f7b9087fad5ba876ee8d9fa6030f0',
  frame: 'fd6346dede0e5d95cfba79b240863c53926ab6f89dfb58d910b7a94b9a228ca5',
  sha512:
    '3866f7a1cff80b1940bc18bd7e8d03a26d1ec9a27b295d06cd18351494e985cb8ff915fa4cfac49731d8025af4625b670659fad70d975076053d906939954c27',
} as const;
